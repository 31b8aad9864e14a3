package dev.tollgate.localstack.stage;

import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What AWS did not do, in a line that says what helps.
public final class AwsRefusal {
    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");

    /// Codes about who asks, not about what is asked for.
    private static final Set<String> UNKNOWN_CALLER =
            Set.of(
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "IncompleteSignature",
                    "InvalidClientTokenId",
                    "InvalidSignatureException",
                    "MissingAuthenticationToken",
                    "SignatureDoesNotMatch",
                    "UnrecognizedClientException");

    private AwsRefusal() {}

    public static String line(SdkException failure) {
        if (!(failure instanceof AwsServiceException answer)) {
            return "AWS cannot be asked: " + failure.getMessage();
        }
        Optional<AwsErrorDetails> details = Optional.ofNullable(answer.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("" + answer.statusCode());
        String said = details.map(AwsErrorDetails::errorMessage).orElse("");
        if (DENIED.contains(code)) {
            return "AWS denies it: " + said + "; docs/deploy.md lists the rights of an operator";
        }
        if (UNKNOWN_CALLER.contains(code)) {
            return "AWS does not take your credentials (%s: %s); sign in again, or choose others by AWS_PROFILE"
                    .formatted(code, said);
        }
        return "AWS answers " + code + ": " + said;
    }
}
