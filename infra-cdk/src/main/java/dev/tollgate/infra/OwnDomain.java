package dev.tollgate.infra;

import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awscdk.services.apigateway.DomainName;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.SecurityPolicy;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.ApiGatewayDomain;
import software.constructs.Construct;

/// A name for the API in place of the one that API Gateway makes.
///
/// @param name for example `ai.example.com`
/// @param certificateArn of ACM, in the stage's Region
/// @param zone where a record for the name is made; where there is none, somebody else makes it
record OwnDomain(String name, String certificateArn, Optional<Zone> zone) {
    private static final Pattern ZONE = Pattern.compile("(Z[A-Z0-9]+):([a-z0-9.-]+)");

    /// @param id of Route 53
    /// @param name for example `example.com`
    record Zone(String id, String name) {}

    /// @param zone `<id>:<name>`
    /// @throws IllegalArgumentException when a part is missing or malformed
    static OwnDomain of(String name, Optional<String> certificate, Optional<String> zone) {
        return new OwnDomain(
                name,
                certificate.orElseThrow(() ->
                        new IllegalArgumentException(
                                "domain needs -c certificate=<ARN of its certificate>")),
                zone.map(OwnDomain::zone));
    }

    private static Zone zone(String text) {
        var match = ZONE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "hostedZone is <id>:<name>, for example Z0123:example.com, not " + text);
        }
        return new Zone(match.group(1), match.group(2));
    }

    /// Leads to the stage's root, so that URLs have no stage in them.
    void leadTo(Construct scope, RestApi api) {
        DomainName domain =
                DomainName.Builder.create(scope, "Domain")
                        .domainName(name)
                        .certificate(
                                Certificate.fromCertificateArn(
                                        scope, "Certificate", certificateArn))
                        .endpointType(EndpointType.REGIONAL)
                        .securityPolicy(SecurityPolicy.TLS_1_2)
                        .mapping(api)
                        .build();
        zone.ifPresent(found ->
                ARecord.Builder.create(scope, "Record")
                        .recordName(name + ".")
                        .zone(
                                HostedZone.fromHostedZoneAttributes(
                                        scope,
                                        "Zone",
                                        HostedZoneAttributes.builder()
                                                .hostedZoneId(found.id())
                                                .zoneName(found.name())
                                                .build()))
                        .target(RecordTarget.fromAlias(new ApiGatewayDomain(domain)))
                        .build());
    }
}
