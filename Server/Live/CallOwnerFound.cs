using Supervision.Shared;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>Of a call that is over, <see cref="CallOwners"/> knows now whose it was. For audiences only: it goes to no browser.</summary>
internal sealed record CallOwnerFound(CallId CallId) : LiveEvent(CallId);
