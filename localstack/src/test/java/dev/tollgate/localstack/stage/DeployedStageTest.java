package dev.tollgate.localstack.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StorePlace;
import dev.tollgate.testkit.SequentialIds;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

/// A stage by what CloudFormation says of it, over the wire.
final class DeployedStageTest {
    private AnsweringAccount account;

    @BeforeEach
    void start() throws IOException {
        account = AnsweringAccount.start();
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @Test
    void find_ofADeployedStage_readsItsStacksOutputs() {
        DeployedStage stage = find("prod");
        URI endpoint = URI.create("http://127.0.0.1:1");
        assertEquals(new StorePlace(endpoint, "tenants", "platform"), stage.storePlace(endpoint));
        assertEquals("stage prod in account 111122223333, us-east-1", stage.where());
        assertEquals(Map.of("TOLLGATE_STAGE", "prod"), stage.variables());
        assertTrue(account.asked().contains("StackName=tollgate-prod-data"), account.asked());
    }

    @Test
    void find_ofAStageThatThereIsNot_saysWhichStackIsMissingAndWhere() {
        account.stacksRefuse(
                400, "ValidationError", "Stack with id tollgate-prod-data does not exist");
        String message = refusal("prod");
        assertTrue(message.contains("no stack tollgate-prod-data in us-east-1"), message);
        assertTrue(message.contains("--stage and --region"), message);
    }

    @Test
    void find_ofNoStagesName_asksNobody() {
        assertTrue(refusal("prod data").contains("dev, preprod, prod"));
        assertEquals("", account.asked());
    }

    @Test
    void find_withoutTheRight_isToldInALineThatSaysWhichRight() {
        account.stacksRefuse(
                403,
                "AccessDenied",
                "User: ada is not authorized to perform: cloudformation:DescribeStacks");
        String line = AwsRefusal.line(assertThrows(SdkException.class, () -> find("prod")));
        assertTrue(line.contains("cloudformation:DescribeStacks"), line);
        assertTrue(line.contains("docs/deploy.md"), line);
    }

    @Test
    void find_withCredentialsThatEnded_isToldInALineThatSaysSo() {
        account.stacksRefuse(403, "ExpiredToken", "The security token is expired");
        String line = AwsRefusal.line(assertThrows(SdkException.class, () -> find("prod")));
        assertTrue(line.contains("sign in again"), line);
    }

    @Test
    void find_whereNobodyAnswers_isToldInALine() {
        AwsPlace place = account.place();
        account.close();
        String line =
                AwsRefusal.line(
                        assertThrows(SdkException.class, () -> DeployedStage.find(place, "prod")));
        assertTrue(line.startsWith("AWS cannot be asked: "), line);
    }

    @Test
    void stores_ofAStackWithoutItsOutputs_nameTheOutput() {
        account.stacksAnswer(200, AnsweringAccount.DATA.replace("TenantTableName", "Other"));
        DeployedStage stage = find("prod");
        var refusal = assertThrows(StackException.class, stage::stores);
        assertTrue(String.valueOf(refusal.getMessage()).contains("no output TenantTableName"));
    }

    @Test
    void makePepper_once_isASecureStringUnderTheStagesKeyThatReplacesNone() {
        var ids = new SequentialIds();
        assertEquals("/tollgate/prod/key-pepper", find("prod").makePepper(ids));
        String asked = account.asked();
        assertTrue(asked.contains("\"Type\":\"SecureString\""), asked);
        assertTrue(asked.contains("\"KeyId\":\"arn:aws:kms:us-east-1:111122223333:key/k\""), asked);
        assertTrue(asked.contains("\"Overwrite\":false"), asked);
    }

    @Test
    void makePepper_whereThereIsOne_isRefusedWithTheReason() {
        account.parametersRefuse("ParameterAlreadyExists");
        DeployedStage stage = find("prod");
        var ids = new SequentialIds();
        var refusal = assertThrows(StackException.class, () -> stage.makePepper(ids));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("every virtual key unknown"), message);
        assertFalse(message.contains(new SequentialIds().next()), message);
    }

    @Test
    void putUpstreamKey_always_isUnderTheStagesPrefixAndKeyAndNamedAsConfigurationDoes() {
        String key = new SequentialIds().next();
        assertEquals(
                "ssm:/tollgate/prod/upstream/acme/openai",
                find("prod").putUpstreamKey("acme/openai", key).toString());
        String asked = account.asked();
        assertTrue(asked.contains("\"Name\":\"/tollgate/prod/upstream/acme/openai\""), asked);
        assertTrue(asked.contains("\"KeyId\":\"arn:aws:kms:us-east-1:111122223333:key/k\""), asked);
        assertTrue(asked.contains("\"Overwrite\":true"), asked);
    }

    @Test
    void putUpstreamKey_byNoName_isRefusedAndPutsNothing() {
        DeployedStage stage = find("prod");
        String before = account.asked();
        assertThrows(StackException.class, () -> stage.putUpstreamKey("../key-pepper", "value"));
        assertEquals(before, account.asked());
    }

    private DeployedStage find(String stage) {
        return DeployedStage.find(account.place(), stage);
    }

    private String refusal(String stage) {
        return String.valueOf(assertThrows(StackException.class, () -> find(stage)).getMessage());
    }
}
