package dev.tollgate.localstack.iam;

import java.util.List;

/// One statement of a policy: it covers what all its parts cover.
record Statement(
        boolean allows, List<Glob> actions, List<Glob> resources, List<Condition> conditions) {
    Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    boolean covers(AccessRequest request) {
        return actions.stream().anyMatch(action -> action.matchesIgnoringCase(request.action()))
                && resources.stream().anyMatch(resource -> resource.matches(request.resource()))
                && conditions.stream().allMatch(condition -> condition.holds(request));
    }
}
