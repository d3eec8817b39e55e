package demo

import _ "embed"

//go:embed rules/street.yaml
var street []byte

// Street is the file of rules that watch the demo's street.
func Street() []byte { return street }
