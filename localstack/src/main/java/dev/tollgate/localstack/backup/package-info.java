/// Both tables in a folder, and back from there: in the layout and the language of DynamoDB's own
/// exports to S3. The command line imports it.
@NullMarked
package dev.tollgate.localstack.backup;

import org.jspecify.annotations.NullMarked;
