/// All I/O towards upstreams: egress rules, signing, one deadline. Knows no language.
@NullMarked
package dev.tollgate.llmproxy.upstream;

import org.jspecify.annotations.NullMarked;
