package dev.tollgate.control.trace;

import dev.tollgate.control.SelfService;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.runtime.ErrorAnswer;
import dev.tollgate.runtime.ProxyRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/// `GET /v1/traces/{id}`: the caller's own call with each decision, by the call's id. What stands
/// on the call's line, and nothing else is kept for it. Another caller's call is as good as none.
@Singleton
public final class ReadTrace implements SelfService {
    private final QuotaLedger ledger;

    public ReadTrace(QuotaLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String resource() {
        return "/v1/traces/{id}";
    }

    @Override
    public Reply reply(Principal principal, ProxyRequest request) {
        String id = request.pathParameter("id");
        Optional<CallLine> line =
                CallId.isValid(id)
                        ? ledger.line(principal.tenant(), new CallId(id))
                        : Optional.empty();
        return line.filter(own -> own.subject().equals(principal.subject()))
                .<Reply>map(own -> new Reply.Found(TraceReport.json(own)))
                .orElseGet(() -> new Reply.Not(unknown()));
    }

    private static ErrorAnswer unknown() {
        return new ErrorAnswer(
                404,
                "ResourceNotFoundException",
                "not_found_error",
                "trace_not_found",
                "none of your calls has this id; send what x-tollgate-call of an answer says; a"
                        + " call that is still running, or was refused before a model was asked,"
                        + " has no trace");
    }
}
