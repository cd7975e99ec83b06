using Microsoft.AspNetCore.Components;

namespace Supervision.Client.Account;

/// <summary>Who is signed in, how the screen looks for her, and the way out.</summary>
public sealed partial class AccountMenu : ComponentBase;
