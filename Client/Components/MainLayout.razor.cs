using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Supervision.Client.Components;

/// <summary>The frame of all pages: bar, navigation, account, and a way out of an unexpected error.</summary>
public sealed partial class MainLayout : LayoutComponentBase
{
    private ErrorBoundary? _boundary;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>The base address of the document is the site's root, so the anchor carries the page's path.</summary>
    private string SkipAddress => new Uri(Navigation.Uri).PathAndQuery + "#content";

    protected override void OnParametersSet() => Recover();

    private void Recover() => _boundary?.Recover();
}
