package dev.tollgate.localstack.stage;

import dev.tollgate.aws.key.SsmKeyPepper;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.CredentialReference;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StorePlace;
import dev.tollgate.localstack.stack.Stores;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/// A stage of the gateway as it stands in an account or on an emulator: which tables and which
/// parameter are its own, by the outputs of its stacks. Thread-safe.
public final class DeployedStage {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{1,15}");

    private final AwsPlace place;
    private final String name;
    private final StackOutputs data;

    private DeployedStage(AwsPlace place, String name, StackOutputs data) {
        this.place = place;
        this.name = name;
        this.data = data;
    }

    /// @param name as it was deployed: `dev`, `preprod`, `prod`
    /// @throws StackException when there is none of that name
    /// @throws software.amazon.awssdk.core.exception.SdkException when CloudFormation cannot be
    ///   asked; [AwsRefusal] says it in a line
    public static DeployedStage find(AwsPlace place, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new StackException("\"" + name + "\" is no stage; stages are dev, preprod, prod");
        }
        return new DeployedStage(place, name, outputs(place, name, "data"));
    }

    private static StackOutputs outputs(AwsPlace place, String stage, String part) {
        String stack = "tollgate-" + stage + '-' + part;
        try (CloudFormationClient client = place.client(CloudFormationClient.builder())) {
            return StackOutputs.read(client, stack)
                    .orElseThrow(() ->
                            new StackException(
                                    "there is no stack %s in %s; deploy the stage first (docs/deploy.md),"
                                                    .formatted(stack, place.region())
                                            + " or choose another by --stage and --region"));
        }
    }

    /// For people: which stage, account and Region.
    public String where() {
        return "stage %s in account %s, %s".formatted(name, data.account(), place.region());
    }

    /// What stands in its configuration for `${TOLLGATE_…}`, besides what its user gives.
    public Map<String, String> variables() {
        return Map.of(Stores.STAGE_VARIABLE, name);
    }

    /// Its configuration, keys and books. The pepper is read when a key is made, and not before.
    public Stores stores() {
        var settings = new HashMap<String, String>();
        settings.put(Setting.REGION.key(), place.region().id());
        settings.put(Setting.TENANT_TABLE.key(), tenantTable());
        settings.put(Setting.PLATFORM_TABLE.key(), platformTable());
        URI endpoint = place.endpoint();
        if (endpoint != null) {
            settings.put(Setting.DYNAMODB_ENDPOINT.key(), endpoint.toString());
        }
        return Stores.of(Settings.of(settings), this::pepper);
    }

    /// Its tables, by an emulator's address.
    ///
    /// @param endpoint the emulator
    public StorePlace storePlace(URI endpoint) {
        return new StorePlace(endpoint, tenantTable(), platformTable());
    }

    private String tenantTable() {
        return data.required("TenantTableName");
    }

    private String platformTable() {
        return data.required("PlatformTableName");
    }

    private String pepperParameter() {
        return data.required("KeyPepperParameter");
    }

    private KeyPepper pepper() {
        try (var source = new SsmKeyPepper(place.client(SsmClient.builder()), pepperParameter())) {
            return source.pepper();
        }
    }

    /// Makes the secret that virtual keys are hashed under: once for each stage, since under
    /// another one every key is unknown. CloudFormation cannot make it.
    ///
    /// @return the name of the parameter that holds it
    /// @throws StackException when there is one already
    public String makePepper(IdSource ids) {
        PutParameterRequest request =
                secureString(pepperParameter(), ids.next() + ids.next()).overwrite(false).build();
        try (SsmClient client = place.client(SsmClient.builder())) {
            client.putParameter(request);
            return pepperParameter();
        } catch (ParameterAlreadyExistsException e) {
            throw new StackException(
                    "the stage has its pepper, "
                            + pepperParameter()
                            + "; another one would make every virtual key unknown",
                    e);
        }
    }

    /// Puts an upstream's key where the proxy may read it, in place of the one that is there.
    ///
    /// @param key its name
    /// @return how configuration refers to it
    /// @throws StackException when it is no name for a key
    public CredentialReference putUpstreamKey(String key, String value) {
        String parameter = "/tollgate/" + name + "/upstream/" + key;
        CredentialReference reference =
                CredentialReference.read("ssm:" + parameter)
                        .orElseThrow(() ->
                                new StackException(
                                        "\""
                                                + key
                                                + "\" is no name for a key: a-z, 0-9, _ . - and /"));
        try (SsmClient client = place.client(SsmClient.builder())) {
            client.putParameter(secureString(parameter, value).overwrite(true).build());
        }
        return reference;
    }

    /// Under the stage's own key, where it has one.
    private PutParameterRequest.Builder secureString(String parameter, String value) {
        var request =
                PutParameterRequest.builder()
                        .name(parameter)
                        .type(ParameterType.SECURE_STRING)
                        .value(value);
        data.find("KeyArn").ifPresent(request::keyId);
        return request;
    }

    /// The address of its API, without a slash at its end.
    public String gatewayUrl() {
        return outputs(place, name, "api").required("GatewayUrl");
    }
}
