package dev.tollgate.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/// Alarms, the topic that they tell, and the dashboard. Only where somebody is called at night.
final class ObservabilityStack extends Stack {
    ObservabilityStack(
            Construct stage, StageOptions options, DataStack data, FunctionsStack functions) {
        super(
                stage,
                "observability",
                StackProps.builder()
                        .description("Tollgate: alarms and dashboard")
                        .terminationProtection(options.stage().keeps())
                        .build());
        var settings = Topic.Builder.create(this, "Alarms").enforceSsl(true);
        data.key().ifPresent(settings::masterKey);
        Topic topic = settings.build();
        options.alarmEmail()
                .ifPresent(address ->
                        topic.addSubscription(EmailSubscription.Builder.create(address).build()));
        var gateway = new GatewayMetrics(options.stage(), functions);
        var action = new SnsAction(topic);
        Alarms.of(this, options, data, gateway)
                .forEach(alarm -> {
                    alarm.addAlarmAction(action);
                    alarm.addOkAction(action);
                });
        OperatorsDashboard.of(this, options.stage(), gateway);
        CfnOutput.Builder.create(this, "AlarmTopicArn").value(topic.getTopicArn()).build();
    }
}
