package dev.tollgate.aws.priming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Setting;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecordedTablesTest {
    private static final String KEY = "{\"pk\":{\"S\":\"%s\"},\"sk\":{\"S\":\"%s\"}}";

    private final RecordedTables tables =
            new RecordedTables().with(PlatformConfig.EMPTY).with(RecordedTenant.config(Map.of()));

    @Test
    void answer_getOfWhatWasRecorded_isTheItem() {
        String item = ask("GetItem", KEY.formatted("TENANT#rehearsal#0", "CONFIG"));
        assertTrue(item.contains("\"version\":{\"N\":\"1\"}"), item);
        assertTrue(item.contains("\"document\":{\"S\":\""), item);
    }

    @Test
    void answer_getOfAnythingElse_isNone() {
        assertEquals("{}", ask("GetItem", KEY.formatted("TENANT#acme#0", "CONFIG")));
    }

    @Test
    void answer_update_succeedsAndIsForgotten() {
        String key = KEY.formatted("TENANT#rehearsal#0", "BUDGET");
        assertEquals("{\"Attributes\":" + key + "}", ask("UpdateItem", key));
        assertEquals("{}", ask("GetItem", key));
    }

    @Test
    void settings_ofAnEndpoint_nameItAndNoRealTable() {
        var settings = RecordedTables.settings(URI.create("http://127.0.0.1:9"));
        assertEquals("http://127.0.0.1:9", settings.get(Setting.DYNAMODB_ENDPOINT.key()));
    }

    private String ask(String operation, String key) {
        String target = "DynamoDB_20120810." + operation;
        assertTrue(RecordedTables.answers(target));
        byte[] request = ("{\"Key\":" + key + "}").getBytes(StandardCharsets.UTF_8);
        return new String(tables.answer(target, request), StandardCharsets.UTF_8);
    }
}
