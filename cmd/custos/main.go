// Command custos runs a site of Custos and speaks to it.
package main

import (
	"os"

	"custos.dev/custos/cli"
)

func main() { os.Exit(cli.Main()) }
