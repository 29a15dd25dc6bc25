<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\VersionedShopTestCase;
use Cartwright\Versions\Http\BrowserVersion;
use Cartwright\Versions\Http\CaptureDataVersion;
use Cartwright\Versions\Http\DataVersionETag;
use Illuminate\Auth\GenericUser;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Foundation\Vite;
use Illuminate\Http\Request;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Symfony\Component\HttpFoundation\Response;

/**
 * What a browser is told of versions, through the application's own kernel.
 */
final class BrowserTest extends VersionedShopTestCase
{
    private int $made = 0;

    /** @var array<string, string> what the browser sends back */
    private array $cookies = [];

    protected function settings(): array
    {
        return [
            'versions.browser.endpoint.enabled' => true,
            'session.driver' => 'file',
            'session.files' => "{$this->directory}/storage/framework",
        ] + parent::settings();
    }

    protected function startApplication(array $settings = []): void
    {
        parent::startApplication($settings);
        $router = $this->app->make('router');
        $router->get('page', fn (): string => 'page ' . ++$this->made)->middleware(['web', DataVersionETag::class]);
        $router->get('plain', fn (): string => 'page ' . ++$this->made)->middleware(DataVersionETag::class);
        $router->post('plain', fn (): string => 'page ' . ++$this->made)->middleware(DataVersionETag::class);
        $router->get('missing', fn () => abort(404))->middleware(DataVersionETag::class);
        $router->get('styled', fn (): string => 'page ' . ++$this->made)->middleware(DataVersionETag::class . ':assets-2');
        $router->get('stream', static fn () => response()->stream(static fn () => print 'x'))->middleware(DataVersionETag::class);
        $router->get('saved', function (Request $request): string {
            $request->session()->flash('status', 'saved');

            return 'page ' . ++$this->made;
        })->middleware(['web', DataVersionETag::class]);
        $router->get('slow', function (): string {
            $this->raise('products');

            return $this->app->make(BrowserVersion::class)->of($this->app->make('request'));
        })->middleware(CaptureDataVersion::class);
    }

    #[Test]
    public function whoHasThePageOfTheseDataIsNotSentItAgainAndItIsNotMade(): void
    {
        $first = $this->ask('plain');
        $again = $this->ask('plain', etag: $first->headers->get('ETag'));

        $this->assertSame([200, 304], [$first->getStatusCode(), $again->getStatusCode()]);
        $this->assertSame(['', 1], [$again->getContent(), $this->made]);
        $this->assertSame($first->headers->get('ETag'), $again->headers->get('ETag'));
        $this->assertSame('no-cache, private', $again->headers->get('Cache-Control'));
    }

    #[Test]
    public function aPageWithCachedValuesAsksTheTableOnce(): void
    {
        $this->startApplication(['versions.store' => 'database', 'versions.journal' => ['store' => 'memory']]);
        $this->app->make('router')->get('shelf', fn (): string => $this->cache()->remember('shelf', ['products'], 60, static fn (): string => 'lamps'))
            ->middleware(DataVersionETag::class);
        $this->assertSame('lamps', $this->ask('shelf')->getContent());
        $database = $this->app->make('db')->connection();
        $database->enableQueryLog();

        $this->assertSame('lamps', $this->ask('shelf')->getContent());
        $this->assertCount(1, $database->getQueryLog());
    }

    #[Test]
    public function afterAChangeThePageIsMadeAnew(): void
    {
        $etag = $this->ask('plain')->headers->get('ETag');
        $this->raise('products');
        $again = $this->ask('plain', etag: $etag);

        $this->assertSame([200, 'page 2'], [$again->getStatusCode(), $again->getContent()]);
        $this->assertNotSame($etag, $again->headers->get('ETag'));
    }

    #[Test]
    public function aPageIsOfOneUserOneSessionOneAddressAndOneVersionOfTheFiles(): void
    {
        $tags = [$this->ask('plain')->headers->get('ETag'), $this->ask('plain?page=2')->headers->get('ETag')];
        $tags[] = $this->ask('page')->headers->get('ETag');
        $this->cookies = [];
        $tags[] = $this->ask('page')->headers->get('ETag');
        $tags[] = $this->ask('styled')->headers->get('ETag');
        $this->app->make('auth')->guard()->setUser(new GenericUser(['id' => 7]));
        $tags[] = $this->ask('plain')->headers->get('ETag');

        $this->assertSame($tags, array_unique($tags));
    }

    #[Test]
    public function inItsSessionAVisitorIsAnswered304(): void
    {
        $etag = $this->ask('page')->headers->get('ETag');

        $this->assertSame(304, $this->ask('page', etag: $etag)->getStatusCode());
    }

    #[Test]
    public function aMessageThatIsShownOnceIsShownAndNotKept(): void
    {
        $etag = $this->ask('page')->headers->get('ETag');
        $this->assertNull($this->ask('saved')->headers->get('ETag'));
        $shown = $this->ask('page', etag: $etag);

        $this->assertSame([200, null], [$shown->getStatusCode(), $shown->headers->get('ETag')]);
        $this->assertSame(304, $this->ask('page', etag: $etag)->getStatusCode());
    }

    #[Test]
    #[DataProvider('whatIsNoPage')]
    public function whatIsNoWholePageHasNoTag(string $method, string $path): void
    {
        $this->assertNull($this->ask($path, $method)->headers->get('ETag'));
    }

    public static function whatIsNoPage(): array
    {
        return ['a form' => ['POST', 'plain'], 'an error' => ['GET', 'missing'], 'a stream' => ['GET', 'stream']];
    }

    #[Test]
    public function whereNobodyCanSayAVersionThePageIsMadeWithoutATag(): void
    {
        $this->loseVersions();
        $page = $this->ask('plain', etag: '"anything"');

        $this->assertSame([200, 'page 1', null], [$page->getStatusCode(), $page->getContent(), $page->headers->get('ETag')]);
    }

    #[Test]
    public function aPageIsOfTheVersionThatWasThereBeforeItWasLoaded(): void
    {
        $before = $this->versions()->token();
        $this->nextRequest();
        $page = $this->ask('slow');

        $this->assertSame([$before, $before], [$page->headers->get(CaptureDataVersion::HEADER), $page->getContent()]);
        $this->assertNotSame($before, $this->versions()->token());
    }

    #[Test]
    public function theInertiaVersionIsMadeOfTheFilesAndTheData(): void
    {
        $browser = $this->app->make(BrowserVersion::class);

        $this->assertSame(md5('files-1' . $this->versions()->token()), $browser->inertia(new Request(), 'files-1'));
        $this->assertSame(md5($this->versions()->token()), $browser->inertia(new Request()));
    }

    #[Test]
    public function whereNobodyCanSayAVersionInertiaSendsNobodyAway(): void
    {
        $this->loseVersions();
        $request = new Request();
        $request->headers->set('X-Inertia-Version', 'what he has');

        $this->assertSame('what he has', $this->app->make(BrowserVersion::class)->inertia($request, 'files-1'));
        $this->assertSame('files-1', $this->app->make(BrowserVersion::class)->inertia(new Request(), 'files-1'));
    }

    #[Test]
    public function theVersionIsThereAsJsonAndNeverKept(): void
    {
        $answer = $this->ask('data-version');

        $this->assertSame(['version' => $this->versions()->token()], json_decode($answer->getContent(), true));
        $this->assertStringContainsString('no-store', $answer->headers->get('Cache-Control'));
        $this->raise('products');
        $this->assertNotSame($answer->getContent(), $this->ask('data-version')->getContent());
    }

    #[Test]
    public function whereNobodyCanSayAVersionTheEndpointSaysSo(): void
    {
        $this->loseVersions();
        $answer = $this->ask('data-version');

        $this->assertSame([503, '30'], [$answer->getStatusCode(), $answer->headers->get('Retry-After')]);
        $this->assertStringNotContainsString('shop_data_version', $answer->getContent());
    }

    #[Test]
    public function theEndpointMayBeOfSomeTypesOnly(): void
    {
        config(['versions.browser.types' => ['products']]);
        $before = $this->ask('data-version')->getContent();
        $this->raise('orders');
        $this->assertSame($before, $this->ask('data-version')->getContent());
        $this->raise('products');
        $this->assertNotSame($before, $this->ask('data-version')->getContent());
    }

    #[Test]
    public function theEndpointIsNotThereUntilItIsSwitchedOn(): void
    {
        $this->startApplication(['versions.browser.endpoint.enabled' => false]);

        $this->assertSame([404, 404], [$this->ask('data-version')->getStatusCode(), $this->ask('data-version.js')->getStatusCode()]);
        $this->assertSame('', $this->rendered('@dataVersion'));
    }

    #[Test]
    public function itLiesWhereTheApplicationWantsIt(): void
    {
        $this->startApplication(['versions.browser.endpoint.path' => 'api/fresh']);

        $this->assertSame([200, 200], [$this->ask('api/fresh')->getStatusCode(), $this->ask('api/fresh.js')->getStatusCode()]);
    }

    #[Test]
    public function thePageBringsTheScriptWithWhatItWasMadeOf(): void
    {
        $html = $this->rendered("@dataVersion(['message' => 'News & \"more\"', 'interval' => 15])");

        $this->assertStringContainsString('src="/data-version.js" defer data-version="' . $this->versions()->token() . '"', $html);
        $this->assertStringContainsString('data-url="/data-version" data-interval="15"', $html);
        $this->assertStringContainsString('data-message="News &amp; &quot;more&quot;"', $html);
        $script = $this->ask('data-version.js');
        $this->assertSame('text/javascript; charset=utf-8', $script->headers->get('Content-Type'));
        $this->assertStringContainsString('data-version:changed', $script->getContent());
    }

    #[Test]
    public function theScriptHasThePagesNonce(): void
    {
        $this->app->singleton(Vite::class);
        $this->app->make(Vite::class)->useCspNonce('n0nce');

        $this->assertStringContainsString(' nonce="n0nce" ', $this->rendered('@dataVersion'));
    }

    #[Test]
    public function aScriptThatWasPublishedIsTaken(): void
    {
        [$code] = $this->artisan('vendor:publish', ['--tag' => 'versions-assets']);

        $this->assertSame(0, $code);
        $this->assertStringContainsString('src="http://shop.test/vendor/cartwright/data-version.js"', $this->rendered('@dataVersion'));
    }

    #[Test]
    public function whereNobodyCanSayAVersionThePageIsAPageWithoutTheScript(): void
    {
        $this->loseVersions();

        $this->assertSame('<p></p>', $this->rendered('<p>@dataVersion</p>'));
    }

    private function rendered(string $template): string
    {
        file_put_contents("{$this->directory}/views/page.blade.php", $template);

        return trim($this->app->make('view')->make('page')->render());
    }

    private function loseVersions(): void
    {
        $this->app->make('db')->connection()->getSchemaBuilder()->drop('shop_data_version');
    }

    /**
     * A browser keeps one answer for an address; a part of a page is not to be taken for all of it.
     *
     * @param array<string, string> $headers
     */
    #[Test]
    #[DataProvider('questionsForParts')]
    public function aPartOfAPageIsNotThePage(array $headers): void
    {
        $etag = function (array $more): ?string {
            $request = Request::create('http://shop.test/page');
            $request->headers->add(['X-Inertia' => 'true', 'X-Request-Id' => uniqid('', true)] + $more);

            return $this->app->make(BrowserVersion::class)->etag($request);
        };

        $this->assertNotSame($etag([]), $etag($headers));
        $this->assertSame($etag($headers), $etag($headers));
    }

    /**
     * @return array<string, array{array<string, string>}>
     */
    public static function questionsForParts(): array
    {
        return [
            'some properties of Inertia' => [['X-Inertia-Partial-Component' => 'Home', 'X-Inertia-Partial-Data' => 'products']],
            'a frame of Turbo' => [['Turbo-Frame' => 'cart']],
            'an element of htmx' => [['HX-Request' => 'true', 'HX-Target' => 'list']],
            'an answer to a script' => [['X-Requested-With' => 'XMLHttpRequest']],
        ];
    }

    #[Test]
    public function whatIsNeverToBeStoredIsNotMadeStorable(): void
    {
        $this->app->make('router')->get('account', static fn () => response('secret')->header('Cache-Control', 'no-store'))
            ->middleware(DataVersionETag::class);
        $page = $this->ask('account');

        $this->assertNull($page->headers->get('ETag'));
        $this->assertStringContainsString('no-store', (string) $page->headers->get('Cache-Control'));
    }

    /**
     * Without a session, one is known by what he sends; a browser is shared, and keeps what it was sent.
     */
    #[Test]
    public function thePageOfOneTokenIsNotThatOfAnother(): void
    {
        $etag = fn (string $token): ?string => $this->app->make(BrowserVersion::class)->etag(
            Request::create('http://shop.test/account', server: ['HTTP_AUTHORIZATION' => "Bearer {$token}"]),
        );

        $this->assertNotSame($etag('of Ada'), $etag('of Bob'));
        $this->assertSame($etag('of Ada'), $etag('of Ada'));
    }

    private function ask(string $path, string $method = 'GET', ?string $etag = null): Response
    {
        $this->nextRequest();
        $this->app->make('session')->forgetDrivers();
        $this->app->forgetInstance('session.store');
        $request = Request::create("http://shop.test/{$path}", $method, cookies: $this->cookies);
        $etag === null || $request->headers->set('If-None-Match', $etag);
        $response = $this->app->make(Kernel::class)->handle($request);

        foreach ($response->headers->getCookies() as $cookie) {
            $this->cookies[$cookie->getName()] = $cookie->getValue();
        }

        return $response;
    }
}
