using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Supervision.Server.Web;

/// <summary>The document around every page. Pages that anybody may see are plain HTML: nobody gets a circuit before she is known.</summary>
public sealed partial class App : ComponentBase
{
    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    private InteractiveServerRenderMode? Mode =>
        HttpContext.AcceptsInteractiveRouting() && HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null
            ? RenderMode.InteractiveServer
            : null;
}
