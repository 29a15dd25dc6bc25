<?php

declare(strict_types=1);

namespace Tests\Feature;

use PHPUnit\Framework\Attributes\Test;
use Tests\Support\Browser;
use Tests\Support\Page;
use Tests\Support\ShopTestCase;

/**
 * The shelf is loaded once, and is never older than the last price that was committed. Everything over HTTP.
 */
class NewPriceTest extends ShopTestCase
{
    protected static function settings(): array
    {
        return ['SHOP_GRANTED' => 'bob@example.com:changePrices'];
    }

    protected function setUp(): void
    {
        parent::setUp();
        $this->change(['cups' => '24.50', 'tamper' => '24.00']);
    }

    #[Test]
    public function theShelfIsLoadedOnceForAllCustomersUntilAPriceIsChanged(): void
    {
        $this->assertSame('$24.50', self::price($this->browser()->get('/'), 'cups'));

        // Past the shop: whoever asks the table would see it.
        $this->database()->exec("update products set price = 1 where id = 'tamper'");
        $page = $this->browser('Phone')->get('/');
        $this->assertSame(['$24.50', '$24.00'], [self::price($page, 'cups'), self::price($page, 'tamper')]);

        $this->change(['cups' => '25.00']);
        $page = $this->browser()->get('/');
        $this->assertSame(['$25.00', '$0.01'], [self::price($page, 'cups'), self::price($page, 'tamper')]);
    }

    #[Test]
    public function aNewPriceIsOnEverybodysNextPageUnderANewTag(): void
    {
        $browsers = ['guest' => $this->browser(), 'ann' => $this->browser('Phone')];
        $this->logIn($browsers['ann']);
        $tags = [];

        foreach ($browsers as $who => $browser) {
            $tags[$who] = self::settled($browser)->header('etag');
            $this->assertNotNull($tags[$who]);
        }

        $this->assertNotSame($tags['guest'], $tags['ann']);
        $this->change(['cups' => '19.99']);

        foreach ($browsers as $who => $browser) {
            $page = self::again($browser, (string) $tags[$who]);
            $this->assertSame([200, '$19.99'], [$page->status, self::price($page, 'cups')]);
            $this->assertNotSame($tags[$who], $page->header('etag'));
        }
    }

    #[Test]
    public function aBrowserThatHasTheShelfIsSentNothing(): void
    {
        $browser = $this->browser();
        $tag = (string) self::settled($browser)->header('etag');

        $page = self::again($browser, $tag);
        $this->assertSame([304, '', $tag], [$page->status, $page->body, $page->header('etag')]);
    }

    #[Test]
    public function whoHasPutSomethingIntoHisCartSeesItInTheHeadOfTheShelf(): void
    {
        $browser = $this->browser();
        $tag = (string) self::settled($browser)->header('etag');
        $this->add($browser, 'cups', 2);

        $page = self::again($browser, $tag);
        $this->assertSame([200, ['2']], [$page->status, $page->texts('//*[@id="pieces"]')]);
    }

    #[Test]
    public function aChangeThatIsRolledBackChangesNothing(): void
    {
        $browser = $this->browser();
        $tag = (string) self::settled($browser)->header('etag');
        $version = $this->version();

        $page = $this->change(['cups' => '1.00', 'no-such-thing' => '1.00']);

        $this->assertSame(404, $page->status);
        $this->assertSame($version, $this->version());
        $this->assertSame(304, self::again($browser, $tag)->status);
        $this->assertSame('$24.50', self::price($this->browser()->get('/'), 'cups'));
    }

    #[Test]
    public function theScriptOnThePageHearsOfANewPriceAndOfNoOrder(): void
    {
        $browser = $this->browser();
        $script = self::settled($browser)->script();
        $this->assertSame(['/data-version', $this->version()], [$script['data-url'], $script['data-version']]);
        $source = $browser->get((string) parse_url($script['src'], PHP_URL_PATH));
        $this->assertStringContainsString('data-version:changed', $source->body);

        $this->add($browser, 'cups');
        $this->pay($browser, $this->order($browser));
        $this->assertSame($script['data-version'], $this->version());

        $this->change(['cups' => '26.00']);
        $this->assertNotSame($script['data-version'], $this->version());
    }

    #[Test]
    public function onlyThoseWhoAreGrantedItChangePrices(): void
    {
        $ann = $this->browser();
        $this->logIn($ann);
        $version = $this->version();
        $prices = ['prices' => ['cups' => '0.01']];

        $this->assertSame(403, $ann->get('/prices')->status);
        $this->assertSame(403, $ann->submit('PATCH', '/prices', $prices)->status);
        $this->assertSame(['Log in'], $this->browser()->submit('PATCH', '/prices', $prices)->texts('//h1'));
        $this->assertSame($version, $this->version());
    }

    #[Test]
    public function whatIsNoPriceIsRefused(): void
    {
        foreach (['0.00', '-1.00', '1', '1.234', 'a lot'] as $price) {
            $this->assertNotSame([], $this->change(['cups' => $price])->refusals(), $price);
        }

        $this->assertSame('$24.50', self::price($this->browser()->get('/'), 'cups'));
    }

    /**
     * @param array<string, string> $prices
     */
    private function change(array $prices): Page
    {
        $bob = $this->browser('Office');
        $this->logIn($bob, 'bob');

        return $bob->submit('PATCH', '/prices', ['prices' => $prices]);
    }

    private function version(): string
    {
        return $this->browser('Script')->get('/data-version')->json()['version'];
    }

    /**
     * The shelf as a browser has it that has been here before: without the messages of its first page.
     */
    private static function settled(Browser $browser): Page
    {
        $browser->get('/');

        return $browser->get('/');
    }

    private static function again(Browser $browser, string $tag): Page
    {
        $browser->with('If-None-Match', $tag);
        $page = $browser->get('/');
        $browser->with('If-None-Match', '');

        return $page;
    }

    private static function price(Page $page, string $product): string
    {
        return $page->texts("//li[.//input[@value='{$product}']]//p[@class='price']")[0] ?? "no {$product}: {$page->body}";
    }
}
