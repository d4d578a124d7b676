// Command composecheck loads a compose file as docker compose does, and refuses what a server
// should not run: moving image tags, processes without a health check that others wait for,
// privileges, or ports open to the world.
package main

import (
	"context"
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

func main() {
	problems, services, err := check(os.Args[1:])
	if err != nil {
		problems = []string{err.Error()}
	}
	for _, problem := range problems {
		fmt.Fprintln(os.Stderr, problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
	fmt.Printf("%d services, nothing wrong: %s\n", len(services), strings.Join(services, ", "))
}

// check answers what is wrong with the files, and the names of the services in them.
func check(files []string) (problems, services []string, err error) {
	options, err := cli.NewProjectOptions(files,
		cli.WithOsEnv, cli.WithDotEnv, cli.WithInterpolation(true), cli.WithResolvedPaths(true))
	if err != nil {
		return nil, nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, nil, err
	}
	for name, service := range project.Services {
		services = append(services, name)
		for _, problem := range inspect(project, service) {
			problems = append(problems, name+": "+problem)
		}
	}
	sort.Strings(problems)
	sort.Strings(services)
	return problems, services, nil
}

func inspect(project *types.Project, service types.ServiceConfig) (problems []string) {
	if service.Privileged || service.User == "root" || len(service.CapAdd) > 0 {
		problems = append(problems, "asks for privileges")
	}
	if service.Build == nil && !pinned(service.Image) {
		problems = append(problems, "names no version of "+service.Image)
	}
	if service.Build != nil {
		if _, err := os.Stat(service.Build.Context + "/" + service.Build.Dockerfile); err != nil {
			problems = append(problems, "has no Dockerfile: "+err.Error())
		}
	}
	for _, port := range service.Ports {
		if port.HostIP != "127.0.0.1" {
			problems = append(problems, "publishes port "+port.Published+" to every network")
		}
	}
	for other, wait := range service.DependsOn {
		if wait.Condition == types.ServiceConditionHealthy && project.Services[other].HealthCheck == nil {
			problems = append(problems, "waits for the health of "+other+", which has no health check")
		}
	}
	return problems
}

func pinned(image string) bool {
	_, tag, found := strings.Cut(image, ":")
	return found && tag != "" && tag != "latest"
}
