package dev.tollgate.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/// AWS WAF before the API, tuned for prompts: what is in a body counts and never blocks, for a
/// prompt may be code, SQL, markup or the log of an attack, and longer than 8 KB. Functions judge
/// bodies. What blocks: addresses of bad repute, attacks in headers and paths, and too many calls
/// with one credential.
final class Firewall {
    /// Calls a minute with one credential: 100 a second, which is an accident or an attack. Not by
    /// address, behind which a whole company may sit.
    private static final int CALLS_A_MINUTE = 6_000;

    /// AWS's rules, and of each group those that look at what callers write freely.
    private static final List<Group> GROUPS =
            List.of(
                    new Group("AWSManagedRulesAmazonIpReputationList", List.of()),
                    new Group(
                            "AWSManagedRulesCommonRuleSet",
                            List.of(
                                    "SizeRestrictions_BODY",
                                    "EC2MetaDataSSRF_BODY",
                                    "GenericLFI_BODY",
                                    "GenericRFI_BODY",
                                    "CrossSiteScripting_BODY",
                                    // A model's id may be an ARN of 2,048 characters.
                                    "SizeRestrictions_URIPATH")),
                    new Group(
                            "AWSManagedRulesKnownBadInputsRuleSet",
                            List.of(
                                    "JavaDeserializationRCE_BODY",
                                    "Log4JRCE_BODY",
                                    "ReactJSRCE_BODY")));

    private record Group(String name, List<String> counted) {}

    private Firewall() {}

    static void before(Construct scope, RestApi api) {
        var rules = new ArrayList<CfnWebACL.RuleProperty>();
        for (Group group : GROUPS) {
            rules.add(managed(group, rules.size()));
        }
        rules.add(rate(rules.size()));
        CfnWebACL firewall =
                CfnWebACL.Builder.create(scope, "Firewall")
                        .scope("REGIONAL")
                        .defaultAction(
                                CfnWebACL.DefaultActionProperty.builder()
                                        .allow(CfnWebACL.AllowActionProperty.builder().build())
                                        .build())
                        .rules(rules)
                        .visibilityConfig(seenAs("Firewall"))
                        .build();
        CfnWebACLAssociation.Builder.create(scope, "FirewallAssociation")
                .resourceArn(api.getDeploymentStage().getStageArn())
                .webAclArn(firewall.getAttrArn())
                .build();
    }

    private static CfnWebACL.RuleProperty managed(Group group, int priority) {
        var counted =
                group.counted().stream()
                        .map(rule ->
                                CfnWebACL.RuleActionOverrideProperty.builder()
                                        .name(rule)
                                        .actionToUse(
                                                CfnWebACL.RuleActionProperty.builder()
                                                        .count(
                                                                CfnWebACL.CountActionProperty
                                                                        .builder()
                                                                        .build())
                                                        .build())
                                        .build())
                        .toList();
        return CfnWebACL.RuleProperty.builder()
                .name(group.name())
                .priority(priority)
                .overrideAction(CfnWebACL.OverrideActionProperty.builder().none(Map.of()).build())
                .statement(
                        CfnWebACL.StatementProperty.builder()
                                .managedRuleGroupStatement(
                                        CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                                                .vendorName("AWS")
                                                .name(group.name())
                                                .ruleActionOverrides(counted)
                                                .build())
                                .build())
                .visibilityConfig(seenAs(group.name()))
                .build();
    }

    private static CfnWebACL.RuleProperty rate(int priority) {
        var credential =
                CfnWebACL.RateBasedStatementCustomKeyProperty.builder()
                        .header(
                                CfnWebACL.RateLimitHeaderProperty.builder()
                                        .name("authorization")
                                        .textTransformations(
                                                List.of(
                                                        CfnWebACL.TextTransformationProperty
                                                                .builder()
                                                                .priority(0)
                                                                .type("NONE")
                                                                .build()))
                                        .build())
                        .build();
        return CfnWebACL.RuleProperty.builder()
                .name("CallsOfOneCredential")
                .priority(priority)
                .action(
                        CfnWebACL.RuleActionProperty.builder()
                                .block(CfnWebACL.BlockActionProperty.builder().build())
                                .build())
                .statement(
                        CfnWebACL.StatementProperty.builder()
                                .rateBasedStatement(
                                        CfnWebACL.RateBasedStatementProperty.builder()
                                                .aggregateKeyType("CUSTOM_KEYS")
                                                .customKeys(List.of(credential))
                                                .evaluationWindowSec(60)
                                                .limit(CALLS_A_MINUTE)
                                                .build())
                                .build())
                .visibilityConfig(seenAs("CallsOfOneCredential"))
                .build();
    }

    /// Numbers only: a sampled request would show its credential.
    private static CfnWebACL.VisibilityConfigProperty seenAs(String metric) {
        return CfnWebACL.VisibilityConfigProperty.builder()
                .metricName(metric)
                .cloudWatchMetricsEnabled(true)
                .sampledRequestsEnabled(false)
                .build();
    }
}
