package dev.tollgate.localstack.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the evaluator refuses to read. How it decides is [IamSimulateIT]'s.
final class PolicyDocumentTest {
    private static PolicyDocument read(String statement) {
        return PolicyDocument.read(
                "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}",
                Map.of("<things>", List.of("arn:aws:x:::a", "arn:aws:x:::b"), "<none>", List.of()));
    }

    private static Decision decide(PolicyDocument document, String resource) {
        return document.decide(new AccessRequest("x:Do", resource, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "NotAction":"x:Do","Resource":"*"               | NotAction
                    "Action":"x:Do","NotResource":"*"               | NotResource
                    "Action":"x:Do","Resource":"*","Principal":"*"  | Principal
                    "Action":"*","Resource":"*"                     | service:Action
                    "Action":[],"Resource":"*"                      | a list with something in it
                    "Action":"x:Do"                                 | text is wanted
                    "Action":"x:Do","Resource":"<unknown>"          | no placeholder
                    "Action":"x:Do","Resource":"arn:aws:x:::${a}"   | no placeholder
                    "Action":"x:Do","Resource":"*","Condition":{}   | says nothing
                    "Action":"x:Do","Resource":"*","Condition":"x"  | says nothing
                    "Action":"x:Do","Resource":"*","Condition":{"StringLike":"x"} | says nothing
                    "Action":"x:Do","Resource":"*","Condition":{"StringNotLike":{"aws:PrincipalTag/TenantId":"a"}}       | operator StringNotLike
                    "Action":"x:Do","Resource":"*","Condition":{"StringLikeIfExists":{"aws:PrincipalTag/TenantId":"a"}}  | operator StringLikeIfExists
                    "Action":"x:Do","Resource":"*","Condition":{"ForNoValue:StringLike":{"dynamodb:LeadingKeys":"a"}}    | operator ForNoValue
                    "Action":"x:Do","Resource":"*","Condition":{"StringLike":{"dynamodb:LeadingKeys":"a"}}               | does not fit
                    "Action":"x:Do","Resource":"*","Condition":{"ForAllValues:StringLike":{"aws:PrincipalTag/TenantId":"a"}} | does not fit
                    "Action":"x:Do","Resource":"*","Condition":{"StringLike":{"aws:SourceIp":"a"}}                       | key aws:SourceIp
                    "Action":"x:Do","Resource":"*","Condition":{"StringLike":{"aws:PrincipalTag/TenantId":"${aws:userid}"}} | key aws:userid
                    "Action":"x:Do","Resource":"*","Condition":{"StringLike":{"aws:PrincipalTag/TenantId":"${aws:userid"}}  | does not end
                    "Action":"x:Do","Resource":"*","Condition":{"Null":{"aws:PrincipalTag/TenantId":"no"}}               | true or false
                    "Action":"x:Do","Action":"x:Undo","Resource":"*"| not a JSON document
                    """)
    void read_whatIsNotKnown_isAnErrorThatNamesIt(String rest, String named) {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> read("{\"Effect\":\"Allow\"," + rest + "}"));
        assertTrue(String.valueOf(refusal.getMessage()).contains(named), refusal::toString);
    }

    @Test
    void read_effectThatIsNone_isAnError() {
        assertThrows(
                IllegalArgumentException.class,
                () -> read("{\"Effect\":\"allow\",\"Action\":\"x:Do\",\"Resource\":\"*\"}"));
    }

    @Test
    void read_otherVersion_isAnError() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        PolicyDocument.read(
                                "{\"Version\":\"2008-10-17\",\"Statement\":[]}", Map.of()));
    }

    @Test
    void read_placeholder_standsForAllItsResources() {
        var document = read("{\"Effect\":\"Allow\",\"Action\":\"x:Do\",\"Resource\":\"<things>\"}");
        assertEquals(Decision.ALLOWED, decide(document, "arn:aws:x:::a"));
        assertEquals(Decision.ALLOWED, decide(document, "arn:aws:x:::b"));
        assertEquals(Decision.NOT_ALLOWED, decide(document, "arn:aws:x:::c"));
    }

    @Test
    void read_placeholderForNothing_dropsTheStatement() {
        var document = read("{\"Effect\":\"Allow\",\"Action\":\"x:Do\",\"Resource\":[\"<none>\"]}");
        assertEquals(List.of(), document.statements());
    }
}
