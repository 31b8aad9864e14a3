package dev.tollgate.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SecureIdsTest {
    @Test
    void next_thousandTimes_isWellFormedAndNew() {
        var ids = new SecureIds();
        var seen = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            String id = ids.next();
            assertTrue(id.matches("[a-z0-9]{26}"), id);
            seen.add(id);
        }
        assertEquals(1000, seen.size());
    }
}
