// Package cli is the command line of custos, a file for each command: it takes arguments and
// flags apart, asks package fleet or a site's services, and prints what they say.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"custos.dev/custos"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

// exitCode carries an exit code that is not an error to print.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// Main runs the command line of this process and returns its exit code.
func Main() int {
	// A second signal ends the process at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	out, errs := term.Outputs()
	if err := service.KeepMemoryPrivate(); err != nil {
		term.Printf(errs, "custos: warning: others may read this process's memory: %v\n", err)
	}
	c := root()
	c.SetOut(out)
	c.SetErr(errs)
	err := c.ExecuteContext(ctx)
	code, says := exitOf(err)
	if says {
		_, _ = io.WriteString(errs, "custos: "+term.ErrorText(err)+"\n")
	}
	return code
}

// exitOf is the exit code of a command that ended with an error, or with nil, and whether the
// error has something to say.
func exitOf(err error) (code int, says bool) {
	var result exitCode
	switch {
	case err == nil:
		return 0, false
	case errors.As(err, &result):
		return int(result), false
	}
	return exitOfKind(custos.KindOf(err)), true
}

// exitOfKind maps the kinds of error to exit codes.
func exitOfKind(k custos.ErrorKind) int {
	switch k {
	case custos.Invalid:
		return 64
	case custos.Denied:
		return 77
	case custos.NotFound:
		return 66
	case custos.Conflict:
		return 73
	case custos.Unavailable:
		return 75
	case custos.Corrupt:
		return 65
	}
	return 70
}

func root() *cobra.Command {
	c := &cobra.Command{
		Use:           "custos",
		Short:         "Cameras whose footage and analysis people can trust without trusting each other",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	c.AddCommand(initCommand(), upCommand(), serveCommand(), configCommand(), statusCommand(), cameraCommand(), nodeCommand(), networkCommand(), ledgerCommand(), demoCommand(),
		accessCommand(), eventsCommand(), tracksCommand(), plateCommand(), faceCommand(), evidenceCommand(), footageCommand(), trustCommand(), auditCommand(), masterCommand(), retentionCommand(), eraseCommand(), consoleCommand(), benchCommand(), evalCommand(), trainCommand(), modelsCommand(), versionCommand())
	return c
}
