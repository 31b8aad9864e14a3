/// The rules of the house as tests: directions between modules, sizes, names.
@NullMarked
package dev.tollgate.localstack.rules;

import org.jspecify.annotations.NullMarked;
