/// The keys of upstreams, where AWS keeps them. The function that calls upstreams imports it.
@NullMarked
package dev.tollgate.aws.secret;

import org.jspecify.annotations.NullMarked;
