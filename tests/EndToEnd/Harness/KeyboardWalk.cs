using System.Text.Json;
using Microsoft.Playwright;

namespace Supervision.EndToEnd.Harness;

/// <summary>Goes through a page with the Tab key alone; what it looks at is in <c>keyboard.js</c>.</summary>
internal static class KeyboardWalk
{
    /// <summary>A date has several parts, each a stop of its own.</summary>
    private const int StopsPerControl = 4;

    /// <summary>A page may still be drawn when its heading is there: its data come a little later.</summary>
    private const int Attempts = 5;

    private static readonly string Script = File.ReadAllText(Path.Combine(Repository.Root, "tests", "EndToEnd", "Harness", "keyboard.js"));

    /// <summary>
    /// Every control is reached, in the order in which one reads, shows its focus, is not covered, and lets go of it; otherwise the
    /// failure names each.
    /// </summary>
    internal static async Task AssertWalkableAsync(IPage page)
    {
        await page.EvaluateAsync(Script);
        List<string>? faults = null;
        for (int attempt = 0; attempt < Attempts && faults is null; attempt++)
        {
            faults = await WalkAsync(page);
        }

        Assert.True(faults is not null, $"{page.Url} is drawn anew all the time.");
        Assert.True(faults.Count == 0, $"{page.Url}:\n{string.Join('\n', faults)}");
    }

    /// <summary>The skip link is seen when it has the focus, and the next stop after it lies in the page's content.</summary>
    internal static async Task AssertSkipsToContentAsync(IPage page)
    {
        ILocator skip = page.Locator(".skip-link");
        await skip.FocusAsync();
        await Assertions.Expect(skip).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main#content")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.closest('main') !== null"), $"{page.Url}: the skip link leads nowhere.");
    }

    /// <summary>A dialog that <paramref name="key"/> opens from <paramref name="opener"/> keeps the focus, closes with Escape and gives it back.</summary>
    /// <param name="opener">What has the focus before and after.</param>
    /// <param name="dialog">Where the focus goes.</param>
    /// <param name="key">Pressed on the opener.</param>
    /// <param name="isModal">A modal one lets Tab go round inside it, and to the browser's own bar, only.</param>
    internal static async Task AssertOpensAndReturnsAsync(ILocator opener, ILocator dialog, string key, bool isModal)
    {
        IPage page = opener.Page;
        await opener.FocusAsync();
        await page.Keyboard.PressAsync(key);
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await Assertions.Expect(dialog.Locator(":focus")).ToHaveCountAsync(1);
        for (int stop = 0; isModal && stop < 12; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.True(
                await page.EvaluateAsync<bool>("document.activeElement === document.body || document.activeElement.closest('dialog[open]') !== null"),
                $"{page.Url}: the focus leaves the dialog.");
        }

        // From the browser's own bar the next Tab leads back in; Escape acts wherever the focus is.
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(opener).ToBeFocusedAsync();
    }

    /// <summary>What is wrong; null when the page was drawn anew under the walk's feet.</summary>
    private static async Task<List<string>?> WalkAsync(IPage page)
    {
        int expected = await page.EvaluateAsync<int>("keyboard.begin()");
        List<string> faults = [];
        for (int stop = 0; stop < StopsPerControl * expected; stop++)
        {
            if (stop > 0)
            {
                await page.Keyboard.PressAsync("Tab");
            }

            JsonElement step = (await page.EvaluateAsync<JsonElement?>("keyboard.step()"))!.Value;
            if (step.GetProperty("isNew").GetBoolean())
            {
                return null;
            }

            if (step.GetProperty("isEnd").GetBoolean())
            {
                return [.. faults, .. (await page.EvaluateAsync<string[]>("keyboard.left()")).Select(name => $"{name} is not reached")];
            }

            faults.AddRange(step.GetProperty("faults").EnumerateArray().Select(fault => $"{step.GetProperty("name")} {fault}"));
        }

        return [.. faults, $"the walk through {expected} controls does not come round"];
    }
}
