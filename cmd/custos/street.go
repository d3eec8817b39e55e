package main

import (
	"embed"
)

//go:embed rules/street.yaml
var streetRules embed.FS

// streetFile is the demo's file of rules.
func streetFile() []byte {
	b, err := streetRules.ReadFile("rules/street.yaml")
	if err != nil {
		panic(err) // it is in the program
	}
	return b
}
