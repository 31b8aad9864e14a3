package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How callers reach the API, and what stands before it.
final class EntranceTest {
    @Test
    void api_withEndpointsOfVpcs_answersThemAlone() throws IOException {
        JsonNode api =
                only(
                        Synthesized.of(Map.of("vpcEndpoints", "vpce-1,vpce-2")),
                        "ApiGateway::RestApi");
        JsonNode endpoints = api.path("EndpointConfiguration");
        assertEquals("[\"PRIVATE\"]", endpoints.path("Types").toString());
        assertEquals("[\"vpce-1\",\"vpce-2\"]", endpoints.path("VpcEndpointIds").toString());
        JsonNode statement = api.path("Policy").path("Statement");
        assertEquals(1, statement.size());
        assertEquals(
                "[\"vpce-1\",\"vpce-2\"]",
                statement.at("/0/Condition/StringEquals/aws:SourceVpce").toString());
    }

    @Test
    void api_withADomain_isReachedByItWithoutTheStageInItsUrl() throws IOException {
        Synthesized dev =
                Synthesized.of(
                        Map.of(
                                "domain", "ai.example.com",
                                "certificate",
                                        "arn:aws:acm:eu-central-1:111122223333:certificate/c",
                                "hostedZone", "Z0123:example.com"));
        JsonNode domain = only(dev, "ApiGateway::DomainName");
        assertEquals("TLS_1_2", domain.path("SecurityPolicy").asText());
        assertEquals("ai.example.com.", only(dev, "Route53::RecordSet").path("Name").asText());
        assertTrue(only(dev, "ApiGateway::BasePathMapping").path("BasePath").isMissingNode());
        assertEquals("https://ai.example.com", dev.api().at("/Outputs/GatewayUrl/Value").asText());
    }

    @Test
    void firewall_ofProd_countsWhatItSeesInBodiesAndNeverBlocksIt() throws IOException {
        Synthesized prod = Synthesized.of(Map.of("stage", "prod"));
        JsonNode firewall = only(prod, "WAFv2::WebACL");
        assertEquals("{}", firewall.at("/DefaultAction/Allow").toString());
        var counted = new TreeMap<String, Integer>();
        for (JsonNode rule : firewall.path("Rules")) {
            assertFalse(
                    rule.path("VisibilityConfig").path("SampledRequestsEnabled").asBoolean(),
                    "a sample shows the credential");
            JsonNode group = rule.path("Statement").path("ManagedRuleGroupStatement");
            if (!group.isMissingNode()) {
                int bodies = 0;
                for (JsonNode override : group.path("RuleActionOverrides")) {
                    assertTrue(override.path("ActionToUse").has("Count"));
                    bodies += override.path("Name").asText().endsWith("_BODY") ? 1 : 0;
                }
                counted.put(group.path("Name").asText(), bodies);
            }
        }
        assertEquals(
                Map.of(
                        "AWSManagedRulesAmazonIpReputationList", 0,
                        "AWSManagedRulesCommonRuleSet", 5,
                        "AWSManagedRulesKnownBadInputsRuleSet", 3),
                counted,
                "another group may look at bodies: say which of its rules count only");
        assertEquals(1, Synthesized.resources(prod.api(), "AWS::WAFv2::WebACLAssociation").size());
    }

    private static JsonNode only(Synthesized stage, String type) {
        var found = Synthesized.resources(stage.api(), "AWS::" + type).values();
        assertEquals(1, found.size(), type);
        return found.iterator().next().path("Properties");
    }
}
