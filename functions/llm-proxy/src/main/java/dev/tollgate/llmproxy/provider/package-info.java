/// What a provider is: a pure translator between a call and an upstream's HTTP. Imports none of its
/// implementations.
@NullMarked
package dev.tollgate.llmproxy.provider;

import org.jspecify.annotations.NullMarked;
