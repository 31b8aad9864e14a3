package dev.tollgate.localstack.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class DynamoDbJsonTest {
    /// One of each type, nested ones included.
    static final Map<String, AttributeValue> EVERY_TYPE =
            Map.of(
                    "s", AttributeValue.fromS("a \"quoted\" line\nand Größe"),
                    "n", AttributeValue.fromN("-12345678901234567890.5"),
                    "b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 10})),
                    "bool", AttributeValue.fromBool(false),
                    "null", AttributeValue.fromNul(true),
                    "ss", AttributeValue.fromSs(List.of("x", "y")),
                    "ns", AttributeValue.fromNs(List.of("1", "2.5")),
                    "bs", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("raw"))),
                    "m", AttributeValue.fromM(Map.of("inner", AttributeValue.fromN("7"))),
                    "l",
                            AttributeValue.fromL(
                                    List.of(
                                            AttributeValue.fromL(List.of()),
                                            AttributeValue.fromM(Map.of()))));

    @Test
    void item_ofItsOwnLine_isTheSame() {
        String line = DynamoDbJson.line(EVERY_TYPE);
        assertFalse(line.contains("\n"), line);
        assertEquals(EVERY_TYPE, DynamoDbJson.item(line));
    }

    @Test
    void members_ofSetsInAnotherOrder_areEqual() {
        assertEquals(
                DynamoDbJson.members(Map.of("set", AttributeValue.fromSs(List.of("a", "b")))),
                DynamoDbJson.members(Map.of("set", AttributeValue.fromSs(List.of("b", "a")))));
    }

    /// The developer guide's example of a full export, shortened.
    @Test
    void item_ofTheDocumentationsLine_isRead() {
        String line =
                """
                {"Item":{"Authors":{"SS":["Author1","Author2"]},"Price":{"N":"20"},"InPublication":{"BOOL":true},"Id":{"N":"101"}}}\
                """;
        assertEquals(
                Map.of(
                        "Authors", AttributeValue.fromSs(List.of("Author1", "Author2")),
                        "Price", AttributeValue.fromN("20"),
                        "InPublication", AttributeValue.fromBool(true),
                        "Id", AttributeValue.fromN("101")),
                DynamoDbJson.item(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"Item":{"pk":{"S":"private"         | it is no JSON
                    {"Keys":{"pk":{"S":"private"}}}      | it has no Item, as a line of a full export has
                    {"Item":{"pk":"private"}}            | a value is not one member named by its type
                    {"Item":{"pk":{"S":"a","N":"1"}}}    | a value is not one member named by its type
                    {"Item":{"pk":{"X":"private"}}}      | a value is of no type of DynamoDB's
                    {"Item":{"pk":{"N":17}}}             | a value that should be text is not
                    """)
    void item_ofAnythingElse_isRefusedWithoutQuotingIt(String line, String message) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> DynamoDbJson.item(line));
        assertEquals(message, refusal.getMessage());
    }
}
