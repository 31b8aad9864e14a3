/// The function for model traffic: the way of one call from principal to settled line. Nothing
/// imports it but the entry point's caller.
@NullMarked
package dev.tollgate.llmproxy;

import org.jspecify.annotations.NullMarked;
