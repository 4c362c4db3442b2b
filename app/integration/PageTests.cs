using DocumentSearch.Tests;
using Microsoft.Playwright;

namespace DocumentSearch.IntegrationTests;

/// <summary>The search page in a real browser.</summary>
[Collection(ServersCollection.Name)]
public sealed class PageTests(Servers servers) : IAsyncLifetime
{
    // Headless, in containers (no sandbox of its own, no graphics), and no traffic but to the page.
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly List<string> _complaints = [];
    private Scenario _scenario = null!;
    private RunningService _api = null!;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        _scenario = await servers.NewScenarioAsync();
        _api = await _scenario.StartApiAsync();
        await _scenario.StartWorkerAsync("worker");
        var chromium = Environment.GetEnvironmentVariable("DOCUMENT_SEARCH_CHROMIUM");
        Assert.True(File.Exists(chromium), "No browser. Install it with: apt-get install chromium, or name one in DOCUMENT_SEARCH_CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        // Null when the start failed half-way; what was started ends all the same.
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await _scenario.DisposeAsync();
        // Violations of the content security policy and script errors end up here.
        Assert.Empty(_complaints);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_document_is_uploaded_found_with_highlights_and_deleted()
    {
        var page = await OpenAsync();
        await SignInAsync(page, Scenario.Writer);

        await page.SetInputFilesAsync("#file", new FilePayload { Name = "birds.txt", MimeType = "text/plain", Buffer = Samples.Utf8("The kingfisher <img src=x onerror=alert(1)> waits above the river.") });
        await page.ClickAsync("#upload button");
        await Assertions.Expect(page.Locator("#upload-status")).ToContainTextAsync("birds.txt was accepted.");
        await Assertions.Expect(page.Locator("#documents tr td.ready")).ToHaveTextAsync("ready", new() { Timeout = 15_000 });

        await page.FillAsync("#query", "kingfisher river");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#summary")).ToHaveTextAsync("1 document");
        await Assertions.Expect(page.Locator("#results mark")).ToHaveTextAsync(["kingfisher", "river"]);
        Assert.Equal(0, await page.Locator("#results img").CountAsync());

        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.ClickAsync("text=Delete");
        await Assertions.Expect(page.Locator("#no-documents")).ToBeVisibleAsync();
        await page.ClickAsync("#search button");
        await Assertions.Expect(page.Locator("#summary")).ToHaveTextAsync("Nothing was found.");
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Upload_shows_how_far_it_is_and_why_it_failed()
    {
        var page = await OpenAsync();
        await SignInAsync(page, Scenario.Writer);
        // Slow enough to see the bar.
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = 4_000_000 });
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "large.txt", MimeType = "text/plain", Buffer = Samples.Utf8(new string('a', 6_000_000)) });
        await page.ClickAsync("#upload button");
        await page.WaitForFunctionAsync("() => { const bar = document.getElementById('progress'); return !bar.hidden && bar.value > 0 && bar.value < 100; }");
        await Assertions.Expect(page.Locator("#progress")).ToBeHiddenAsync(new() { Timeout = 20_000 });

        await page.SetInputFilesAsync("#file", new FilePayload { Name = "picture.txt", MimeType = "text/plain", Buffer = [0x89, 0x50, 0x4e, 0x47] });
        await page.ClickAsync("#upload button");
        await Assertions.Expect(page.Locator("#message")).ToContainTextAsync("PNG image");
        // The browser itself notes the refused request.
        _complaints.RemoveAll(complaint => complaint.Contains("415", StringComparison.Ordinal));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Everything_works_from_the_keyboard()
    {
        var page = await OpenAsync();
        await Assertions.Expect(page.Locator("#client")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Scenario.Reader);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Scenario.Secret);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#query")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#upload-section")).ToBeHiddenAsync();

        await page.Locator("#sign-out").FocusAsync();
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#query")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("anything");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#summary")).ToHaveTextAsync("Nothing was found.");

        await page.Locator("#sign-out").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#sign-in")).ToBeVisibleAsync();
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData(ColorScheme.Light, "rgb(246, 247, 249)")]
    [InlineData(ColorScheme.Dark, "rgb(20, 22, 26)")]
    public async Task The_page_follows_the_colour_scheme(ColorScheme scheme, string background)
    {
        var page = await OpenAsync(new() { ColorScheme = scheme });
        Assert.Equal(background, await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task The_page_fits_a_phone()
    {
        var page = await OpenAsync(new() { ViewportSize = new() { Width = 360, Height = 640 }, HasTouch = true, IsMobile = true });
        await SignInAsync(page, Scenario.Writer);
        await page.SetInputFilesAsync("#file", new FilePayload { Name = new string('n', 150) + ".txt", MimeType = "text/plain", Buffer = Samples.Utf8("A long name") });
        await page.ClickAsync("#upload button");
        await Assertions.Expect(page.Locator("#documents tr")).ToHaveCountAsync(1);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways.");
        var smallest = await page.EvaluateAsync<double>("() => Math.min(...[...document.querySelectorAll('button, input, select')].filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height))");
        Assert.True(smallest >= 44, $"A control is {smallest} pixels high; fingers need 44.");
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_wrong_secret_is_told()
    {
        var page = await OpenAsync();
        await page.FillAsync("#client", Scenario.Reader);
        await page.FillAsync("#secret", "wrong");
        await page.ClickAsync("#sign-in button");
        await Assertions.Expect(page.Locator("#message")).ToHaveTextAsync("The client or its secret is wrong.");
        _complaints.RemoveAll(complaint => complaint.Contains("401", StringComparison.Ordinal));
    }

    private async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(options);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        await page.GotoAsync(_api.Address.ToString());
        return page;
    }

    private static async Task SignInAsync(IPage page, string client)
    {
        await page.FillAsync("#client", client);
        await page.FillAsync("#secret", Scenario.Secret);
        await page.ClickAsync("#sign-in button");
        await Assertions.Expect(page.Locator("#application")).ToBeVisibleAsync();
    }
}
