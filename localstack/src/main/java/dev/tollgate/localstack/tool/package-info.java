/// Programs of other languages, pinned, in folders of their own under the download cache. Imports
/// nothing of ours.
@NullMarked
package dev.tollgate.localstack.tool;

import org.jspecify.annotations.NullMarked;
