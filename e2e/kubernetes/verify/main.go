// Command verify holds Kubernetes manifests against Kubernetes' own Go packages, without a cluster.
package main

import (
	"fmt"
	"os"
)

const usage = `usage: verify strict CRDS DIR      decode every manifest as a 1.36 API server does with fieldValidation=Strict
       verify restricted DIR       hold every pod template against the restricted Pod Security Standard
       verify pods DIR OUT         write one Pod a pod template, as a controller would create it
       verify older DIR OUT        write the manifests for the server of Kubernetes 1.20, field by field the same
       verify discovery CRDS       serve API discovery on a free port of 127.0.0.1, printed first, until standard input ends
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	command := ""
	if len(arguments) > 0 {
		command = arguments[0]
	}
	switch {
	case command == "strict" && len(arguments) == 3:
		return strict(arguments[1], arguments[2])
	case command == "restricted" && len(arguments) == 2:
		return restricted(arguments[1])
	case command == "pods" && len(arguments) == 3:
		return pods(arguments[1], arguments[2])
	case command == "older" && len(arguments) == 3:
		return older(arguments[1], arguments[2])
	case command == "discovery" && len(arguments) == 2:
		return discovery(arguments[1])
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
		return nil
	}
}
