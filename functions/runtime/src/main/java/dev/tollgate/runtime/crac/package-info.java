/// What `org.crac` looks for behind its interface, by names that it prescribes: with it, resources
/// that any library registers there are told of Lambda's snapshot. Only `loop` imports it.
///
/// Source: `org.crac.Core`, which takes the package from the system property `org.crac.Core.Compat`
/// and finds these types in it by reflection.
@NullMarked
package dev.tollgate.runtime.crac;

import org.jspecify.annotations.NullMarked;
