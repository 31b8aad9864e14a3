package dev.tollgate.infra;

import java.util.Objects;
import software.amazon.awscdk.CfnResource;

/// A change to every resource of one CloudFormation type.
sealed interface Amendment {
    /// For example `AWS::Lambda::Function`.
    String type();

    /// Changes a resource of that type.
    void apply(CfnResource resource);

    /// Another value for a property.
    ///
    /// @param property its path below `Properties`, with dots
    record Set(String type, String property, Object value) implements Amendment {
        @Override
        public void apply(CfnResource resource) {
            resource.addPropertyOverride(property, value);
        }
    }

    /// A property that is left out.
    ///
    /// @param property its path below `Properties`, with dots
    record Remove(String type, String property) implements Amendment {
        @Override
        public void apply(CfnResource resource) {
            resource.addPropertyDeletionOverride(property);
        }
    }

    /// A resource that is left out. Nothing that stays may refer to it.
    record Drop(String type) implements Amendment {
        @Override
        public void apply(CfnResource resource) {
            var node = resource.getNode();
            Objects.requireNonNull(node.getScope()).getNode().tryRemoveChild(node.getId());
        }
    }
}
