package dev.tollgate.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/// What outlives every deployment: the two tables and the pepper of virtual keys.
final class DataStack extends Stack {
    private static final int PEPPER_LENGTH = 64;

    private final Table tenantTable;
    private final Table platformTable;
    private final Secret pepper;

    DataStack(Construct stage, StageName name) {
        super(
                stage,
                "data",
                StackProps.builder()
                        .description("Tollgate: what is kept")
                        .terminationProtection(name.keeps())
                        .build());
        tenantTable = table("TenantTable", name);
        platformTable = table("PlatformTable", name);
        pepper =
                Secret.Builder.create(this, "KeyPepper")
                        .description("What Tollgate's virtual keys are hashed under")
                        .generateSecretString(
                                SecretStringGenerator.builder()
                                        .passwordLength(PEPPER_LENGTH)
                                        .excludePunctuation(true)
                                        .build())
                        .removalPolicy(name.removal())
                        .build();
        output("TenantTableName", tenantTable.getTableName());
        output("PlatformTableName", platformTable.getTableName());
        output("KeyPepperArn", pepper.getSecretArn());
    }

    /// Items with a tenant's partition key.
    Table tenantTable() {
        return tenantTable;
    }

    /// Key index, issuers, providers, prices.
    Table platformTable() {
        return platformTable;
    }

    Secret pepper() {
        return pepper;
    }

    private Table table(String id, StageName name) {
        return Table.Builder.create(this, id)
                .partitionKey(text("pk"))
                .sortKey(text("sk"))
                .timeToLiveAttribute("ttl")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(
                        PointInTimeRecoverySpecification.builder()
                                .pointInTimeRecoveryEnabled(name.keeps())
                                .build())
                .deletionProtection(name.keeps())
                .removalPolicy(name.removal())
                .build();
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    private void output(String id, String value) {
        CfnOutput.Builder.create(this, id).value(value).build();
    }
}
