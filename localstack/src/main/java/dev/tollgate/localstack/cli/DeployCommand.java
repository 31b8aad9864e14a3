package dev.tollgate.localstack.cli;

import picocli.CommandLine.Command;

@Command(
        name = "deploy",
        description = "Deploys the CDK app.",
        subcommands = DeployLocalCommand.class)
final class DeployCommand {}
