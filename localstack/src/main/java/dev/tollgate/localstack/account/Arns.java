package dev.tollgate.localstack.account;

/// Names of things in the account of the local stack.
final class Arns {
    static final String REGION = "us-east-1";
    static final String ACCOUNT = "000000000000";

    /// The role that functions assume for a tenant.
    static final String TENANT_ROLE = "arn:aws:iam::" + ACCOUNT + ":role/tollgate-tenant";

    private Arns() {}

    /// @param table its name, or its ARN, which stays
    static String table(String table) {
        return table.startsWith("arn:")
                ? table
                : "arn:aws:dynamodb:" + REGION + ":" + ACCOUNT + ":table/" + table;
    }

    static String tenantSession(String name) {
        return "arn:aws:sts::" + ACCOUNT + ":assumed-role/tollgate-tenant/" + name;
    }

    static String functionRole(String function) {
        return "arn:aws:sts::" + ACCOUNT + ":assumed-role/tollgate-" + function + "/" + function;
    }
}
