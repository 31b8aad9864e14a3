/// Ways to get each error of the contract, who can make the call, and what it must see.
@NullMarked
package dev.tollgate.contract.errors;

import org.jspecify.annotations.NullMarked;
