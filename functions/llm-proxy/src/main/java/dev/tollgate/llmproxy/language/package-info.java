/// The languages that clients and upstreams speak, and a call in its client's own: what dialects
/// and providers have in common. Imports of its siblings `json` alone.
@NullMarked
package dev.tollgate.llmproxy.language;

import org.jspecify.annotations.NullMarked;
