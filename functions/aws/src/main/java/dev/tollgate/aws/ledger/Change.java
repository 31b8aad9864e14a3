package dev.tollgate.aws.ledger;

import dev.tollgate.aws.dynamodb.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// One conditional update of one item, being written. Not thread-safe.
final class Change {
    private final Map<String, AttributeValue> key;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final List<String> sets = new ArrayList<>();
    private final List<String> adds = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    Change(String pk, String sk) {
        key = Map.of(Tables.PK, AttributeValue.fromS(pk), Tables.SK, AttributeValue.fromS(sk));
    }

    Change set(String attribute, AttributeValue value) {
        sets.add(name(attribute) + " = " + value(value));
        return this;
    }

    Change set(String attribute, String value) {
        return set(attribute, AttributeValue.fromS(value));
    }

    /// Adds to a number; one that is not there counts as 0. Adding 0 is left out.
    Change add(String attribute, long amount) {
        if (amount != 0) {
            adds.add(name(attribute) + ' ' + value(AttributeValue.fromN(Long.toString(amount))));
        }
        return this;
    }

    Change remove(String attribute) {
        removes.add(name(attribute));
        return this;
    }

    Change requireAbsent(String attribute) {
        conditions.add("attribute_not_exists(" + name(attribute) + ")");
        return this;
    }

    Change requireEqual(String attribute, AttributeValue value) {
        conditions.add(name(attribute) + " = " + value(value));
        return this;
    }

    Change requireAbsentOrEqual(String attribute, String value) {
        return requireAbsentOr(attribute, " = ", AttributeValue.fromS(value));
    }

    Change requireAbsentOrOther(String attribute, String value) {
        return requireAbsentOr(attribute, " <> ", AttributeValue.fromS(value));
    }

    Change requireAbsentOrAtMost(String attribute, long bound) {
        return requireAbsentOr(attribute, " <= ", AttributeValue.fromN(Long.toString(bound)));
    }

    /// Whether it changes nothing.
    boolean isEmpty() {
        return sets.isEmpty() && adds.isEmpty() && removes.isEmpty();
    }

    /// As a request of its own, without table: returns the item as it is afterwards, or, when the
    /// condition fails, as it is.
    UpdateItemRequest.Builder toRequest() {
        var builder =
                UpdateItemRequest.builder()
                        .key(key)
                        .updateExpression(updateExpression())
                        .expressionAttributeNames(names)
                        .returnValues(ReturnValue.ALL_NEW)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!conditions.isEmpty()) {
            builder.conditionExpression(String.join(" AND ", conditions));
        }
        if (!values.isEmpty()) {
            builder.expressionAttributeValues(values);
        }
        return builder;
    }

    /// As a part of a transaction.
    Update toUpdate(String table) {
        var builder =
                Update.builder()
                        .tableName(table)
                        .key(key)
                        .updateExpression(updateExpression())
                        .expressionAttributeNames(names);
        if (!conditions.isEmpty()) {
            builder.conditionExpression(String.join(" AND ", conditions));
        }
        if (!values.isEmpty()) {
            builder.expressionAttributeValues(values);
        }
        return builder.build();
    }

    private Change requireAbsentOr(String attribute, String comparison, AttributeValue value) {
        String name = name(attribute);
        conditions.add(
                "(attribute_not_exists(" + name + ") OR " + name + comparison + value(value) + ")");
        return this;
    }

    private String updateExpression() {
        var expression = new StringBuilder();
        clause(expression, "SET", sets);
        clause(expression, "ADD", adds);
        clause(expression, "REMOVE", removes);
        return expression.toString().strip();
    }

    private static void clause(StringBuilder expression, String word, List<String> parts) {
        if (!parts.isEmpty()) {
            expression.append(word).append(' ').append(String.join(", ", parts)).append(' ');
        }
    }

    private String name(String attribute) {
        for (var known : names.entrySet()) {
            if (known.getValue().equals(attribute)) {
                return known.getKey();
            }
        }
        String placeholder = "#n" + names.size();
        names.put(placeholder, attribute);
        return placeholder;
    }

    private String value(AttributeValue value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }
}
