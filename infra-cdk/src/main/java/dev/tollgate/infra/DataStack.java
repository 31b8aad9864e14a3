package dev.tollgate.infra;

import java.util.Optional;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/// What outlives every deployment: the two tables, the key that they are encrypted under, and the
/// name of the parameter with the pepper of virtual keys. CloudFormation cannot make that: it has
/// no SecureString (docs/deploy.md has the command).
final class DataStack extends Stack {
    private final Optional<Key> key;
    private final Table tenantTable;
    private final Table platformTable;
    private final String prefix;

    DataStack(Construct stage, StageName name) {
        super(
                stage,
                "data",
                StackProps.builder()
                        .description("Tollgate: what is kept")
                        .terminationProtection(name.keeps())
                        .build());
        key = name.keeps() ? Optional.of(StageKey.of(this, name)) : Optional.empty();
        tenantTable = table("TenantTable", name);
        platformTable = table("PlatformTable", name);
        prefix = "tollgate/" + name.word() + '/';
        output("TenantTableName", tenantTable.getTableName());
        output("PlatformTableName", platformTable.getTableName());
        output("KeyPepperParameter", pepperParameter());
        key.ifPresent(made -> output("KeyArn", made.getKeyArn()));
    }

    /// Empty where AWS's own keys do, which cost nothing.
    Optional<Key> key() {
        return key;
    }

    /// Items with a tenant's partition key.
    Table tenantTable() {
        return tenantTable;
    }

    /// Key index, issuers, providers, prices.
    Table platformTable() {
        return platformTable;
    }

    /// The pepper's name; a SecureString under [#key], or AWS's own key where there is none.
    String pepperParameter() {
        return '/' + prefix + "key-pepper";
    }

    String pepperParameterArn() {
        return arn("ssm", "parameter", prefix + "key-pepper", ArnFormat.SLASH_RESOURCE_NAME);
    }

    /// The upstreams' keys in Parameter Store, which operators put there by name.
    String upstreamParameterArns() {
        return arn("ssm", "parameter", prefix + "upstream/*", ArnFormat.SLASH_RESOURCE_NAME);
    }

    /// The same in Secrets Manager, where an ARN ends in six letters of AWS's choice.
    String upstreamSecretArns() {
        return arn(
                "secretsmanager", "secret", prefix + "upstream/*", ArnFormat.COLON_RESOURCE_NAME);
    }

    private String arn(String service, String kind, String name, ArnFormat format) {
        return formatArn(
                ArnComponents.builder()
                        .service(service)
                        .resource(kind)
                        .resourceName(name)
                        .arnFormat(format)
                        .build());
    }

    private Table table(String id, StageName name) {
        var table =
                Table.Builder.create(this, id)
                        .partitionKey(text("pk"))
                        .sortKey(text("sk"))
                        .timeToLiveAttribute("ttl")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .pointInTimeRecoverySpecification(
                                PointInTimeRecoverySpecification.builder()
                                        .pointInTimeRecoveryEnabled(name.keeps())
                                        .build())
                        .deletionProtection(name.keeps())
                        .removalPolicy(name.removal());
        key.ifPresent(
                made -> table.encryption(TableEncryption.CUSTOMER_MANAGED).encryptionKey(made));
        return table.build();
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    private void output(String id, String value) {
        CfnOutput.Builder.create(this, id).value(value).build();
    }
}
