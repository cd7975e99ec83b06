using AngleSharp.Dom;
using Bunit;

namespace Supervision.Client.Tests;

/// <summary>
/// What a person does, to its end. bUnit's own synchronous forms only ask for it: while a circuit's other work (the feed) holds the
/// dispatcher, they come back before anything has happened. Being in the tests' namespace, these take their place.
/// </summary>
internal static class Hands
{
    /// <summary>A handler that takes longer has met a defect, however slow the machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static void Click(this IElement element) => Finish(element.ClickAsync());

    internal static void Submit(this IElement element) => Finish(element.SubmitAsync());

    internal static void Change<T>(this IElement element, T value) => Finish(element.ChangeAsync(value));

    internal static void Input<T>(this IElement element, T value) => Finish(element.InputAsync(value));

#pragma warning disable VSTHRD002 // The test's thread owns no context that the handler could need.
    private static void Finish(Task doing) => doing.WaitAsync(Patience).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
