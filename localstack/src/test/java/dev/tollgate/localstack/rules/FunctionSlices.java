package dev.tollgate.localstack.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

/// One slice for each function; everything else is none.
final class FunctionSlices implements SliceAssignment {
    private static final Set<String> NAMES = Set.of("llmproxy", "control", "authorizer");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.", -1);
        return parts.length > 2 && NAMES.contains(parts[2])
                ? SliceIdentifier.of(parts[2])
                : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
        return "functions";
    }
}
