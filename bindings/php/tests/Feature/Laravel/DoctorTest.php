<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Laravel\Doctor\Check;
use Cartwright\Laravel\Doctor\FfiCheck;
use Cartwright\Laravel\Doctor\Finding;
use Cartwright\Laravel\Doctor\LockCheck;
use Cartwright\Laravel\Doctor\OctaneCheck;
use Cartwright\Laravel\Doctor\SecondSqliteCheck;
use Cartwright\Laravel\Doctor\SessionCheck;
use Cartwright\Laravel\Doctor\SettingsCheck;
use Cartwright\Laravel\Doctor\StorageCheck;
use Cartwright\Laravel\Middleware\SerializeCartSession;
use Cartwright\Native\Library;
use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\Repository;
use Illuminate\Contracts\Cache\Store;
use Illuminate\Session\Middleware\StartSession;
use Illuminate\Support\Facades\Schema;
use MasyukAI\Cart\Events\ItemAdded;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class DoctorTest extends LaravelTestCase
{
    #[Test]
    public function anApplicationThatIsWellIsToldSo(): void
    {
        [$code, $output] = $this->artisan('cart:doctor');

        $this->assertSame(0, $code, $output);
        $this->assertStringContainsString('✓ FFI', $output);
        $this->assertStringContainsString('✓ library: ' . Library::instance()->path(), $output);
        $this->assertStringContainsString('✓ storage: database: table carts on sqlite', $output);
        $this->assertStringNotContainsString('✗', $output);
    }

    #[Test]
    public function aProblemFailsTheCommandAndSaysWhatToDo(): void
    {
        Schema::drop('carts');

        [$code, $output] = $this->artisan('cart:doctor');

        $this->assertSame(1, $code);
        $this->assertStringContainsString("✗ storage: there is no table carts\n     → Run php artisan migrate\n", $output);
    }

    #[Test]
    public function itPrintsJson(): void
    {
        [$code, $output] = $this->artisan('cart:doctor', ['--json' => true]);
        $findings = json_decode($output, true);

        $this->assertSame(0, $code);
        $this->assertSame(['topic', 'health', 'message', 'remedy'], array_keys($findings[0]));
        $this->assertContains('storage', array_column($findings, 'topic'));
    }

    #[Test]
    public function everyProblemAndWarningHasARemedy(): void
    {
        $ill = $this->found(new FfiCheck('fpm-fcgi', null, 'preload', ''));

        $this->assertSame('problem', $ill[1]['health']);
        $this->assertStringContainsString('opcache.preload=', $ill[1]['remedy']);
        $this->assertFileExists(
            (string) preg_replace('/^.*opcache.preload=(\S+).*$/', '$1', $ill[1]['remedy']),
        );
    }

    #[Test]
    public function withoutFfiNothingElseIsSaidOfIt(): void
    {
        $found = $this->found(new FfiCheck('cli', 'The PHP extension FFI is not loaded'));

        $this->assertSame(['problem'], array_column($found, 'health'));
    }

    #[Test]
    public function preloadingIsSeen(): void
    {
        $found = $this->found(new FfiCheck('fpm-fcgi', null, 'preload', '/srv/preload.php'));

        $this->assertSame(['ok', 'ok'], array_column($found, 'health'));
        $this->assertSame('opcache.preload=/srv/preload.php', $found[1]['message']);
    }

    #[Test]
    public function aSecondSqliteIsFound(): void
    {
        $maps = "{$this->directory}/maps";
        $line = "7f00-7f01 r-xp 00000000 08:01 42   %s\n";
        file_put_contents($maps, sprintf($line, '/usr/lib/libsqlite3.so.0') . sprintf($line, '/opt/libsqlite3.so.0'));

        $found = $this->found(new SecondSqliteCheck($maps));

        $this->assertSame('problem', $found[0]['health']);
        $this->assertStringContainsString('/usr/lib/libsqlite3.so.0, /opt/libsqlite3.so.0', $found[0]['message']);
    }

    #[Test]
    public function oneSqliteIsWell(): void
    {
        $this->assertSame('ok', $this->found(new SecondSqliteCheck())[0]['health']);
    }

    /**
     * @param array<string, mixed> $settings
     */
    #[Test]
    #[DataProvider('settingsThatMeanNothing')]
    public function aSettingThatDoesNotMeanWhatItSaysIsFound(array $settings, string $health, string $message): void
    {
        $this->assertSame('ok', $this->found(new SettingsCheck())[0]['health']);

        config($settings);
        $found = $this->found(new SettingsCheck());

        $this->assertSame($health, $found[0]['health']);
        $this->assertStringContainsString($message, $found[0]['message']);
    }

    public static function settingsThatMeanNothing(): array
    {
        return [
            [['cart.money.default_currency' => 'EURO'], 'problem', "is 'EURO', which is no currency"],
            [['cart.migration.merge_strategy' => 'newest'], 'warning', "is 'newest', which nobody knows"],
            [['cart.strict_validation' => false], 'warning', 'changes nothing'],
        ];
    }

    #[Test]
    public function aStorageThatIsNotThereIsNamed(): void
    {
        config(['cart.storage' => 'mongodb']);

        $found = $this->found(new StorageCheck());

        $this->assertSame(
            "cart.storage is 'mongodb', and the container knows no cart.storage.mongodb",
            $found[0]['message'],
        );
    }

    #[Test]
    public function aColumnThatIsMissingIsNamed(): void
    {
        Schema::drop('carts');
        Schema::create('carts', static fn ($table) => $table->id());

        $this->assertStringContainsString('has no identifier, instance', $this->found(new StorageCheck())[0]['message']);
    }

    #[Test]
    public function aDatabaseThatDoesNotAnswerIsSaid(): void
    {
        config(['cart.database.connection' => 'nowhere']);

        $found = $this->found(new StorageCheck());

        $this->assertSame('problem', $found[0]['health']);
        $this->assertStringContainsString('nowhere', $found[0]['message']);
    }

    #[Test]
    public function aLockThatIsGivenTwiceIsFound(): void
    {
        config(['cart.storage' => 'session']);
        $this->assertSame('ok', $this->found(new LockCheck())[0]['health']);

        $this->cacheIn(new class () extends ArrayStore {
            public function lock($name, $seconds = 0, $owner = null)
            {
                return new \Illuminate\Cache\NoLock($name, $seconds, $owner);
            }
        });

        $this->assertStringContainsString('was given twice', $this->found(new LockCheck())[0]['message']);
    }

    #[Test]
    public function aStoreWithoutLocksIsFound(): void
    {
        config(['cart.storage' => 'session']);
        $this->cacheIn($this->createStub(Store::class));

        $this->assertStringContainsString('has no locks', $this->found(new LockCheck())[0]['message']);
    }

    #[Test]
    public function cartsInACacheWithoutLocksAreAWarning(): void
    {
        config(['cart.storage' => 'cache']);
        $this->assertSame('warning', $this->found(new LockCheck())[0]['health']);

        config(['cart.cache.locking' => true]);
        $this->assertSame('ok', $this->found(new LockCheck())[0]['health']);
    }

    #[Test]
    public function routesWhoseSessionsAreNotKeptApartAreFound(): void
    {
        config(['cart.storage' => 'session']);
        $router = $this->app->make('router');
        $router->get('api', static fn () => '');
        $router->get('blocking', static fn () => '')->middleware(StartSession::class)->block();
        $router->get('kept', static fn () => '')->middleware([SerializeCartSession::class, StartSession::class]);
        $this->assertSame('ok', $this->found(new SessionCheck())[0]['health']);

        $router->get('shop', static fn () => '')->middleware(StartSession::class);
        $found = $this->found(new SessionCheck());

        $this->assertSame('warning', $found[0]['health']);
        $this->assertStringContainsString('on 1 routes, such as /shop', $found[0]['message']);

        config(['session.block' => true]);
        $this->assertSame('ok', $this->found(new SessionCheck())[0]['health']);
    }

    #[Test]
    public function aRouteOfAGroupThatHasTheMiddlewareIsWell(): void
    {
        config(['cart.storage' => 'session']);
        $kernel = $this->app->make(\Illuminate\Contracts\Http\Kernel::class);
        $this->app->make('router')->get('shop', static fn () => '')->middleware('web');
        $this->assertSame('warning', $this->found(new SessionCheck())[0]['health']);

        $kernel->prependMiddlewareToGroup('web', SerializeCartSession::class);
        $this->assertSame('ok', $this->found(new SessionCheck())[0]['health']);
    }

    #[Test]
    public function aMiddlewareThatComesAfterTheSessionWasLoadedIsTooLate(): void
    {
        config(['cart.storage' => 'session']);
        $this->app->make('router')->get('late', static fn () => '')
            ->middleware([StartSession::class, SerializeCartSession::class]);

        $this->assertStringContainsString('/late', $this->found(new SessionCheck())[0]['message']);
    }

    #[Test]
    public function cartsInACookieAreAProblem(): void
    {
        config(['cart.storage' => 'session', 'session.driver' => 'cookie']);

        $this->assertSame('problem', $this->found(new SessionCheck())[0]['health']);
    }

    /**
     * @param array<string, mixed> $settings
     * @param list<string> $healths
     */
    #[Test]
    #[DataProvider('octanes')]
    public function underOctaneWhatSlowsItDownIsFound(array $settings, array $healths): void
    {
        config($settings);
        $this->app->make('events')->listen(ItemAdded::class, 'App\Listeners\SendMail@handle');

        $this->assertSame($healths, array_column($this->found(new OctaneCheck(true)), 'health'));
    }

    public static function octanes(): array
    {
        return [
            'sessions and a listener' => [['cart.storage' => 'session'], ['warning', 'warning']],
            'a listener' => [[], ['warning']],
            'none is asked for' => [['cart.octane.queue_events' => false], ['ok']],
            'sessions on purpose' => [
                ['cart.storage' => 'session', 'cart.octane' => ['prefer_cache_storage' => false, 'queue_events' => false]],
                ['ok'],
            ],
        ];
    }

    #[Test]
    public function laravelsOwnReportHasASection(): void
    {
        [$code, $output] = $this->artisan('about', ['--only' => 'cart', '--json' => true]);
        $facts = json_decode($output, true)['cart'];

        $this->assertSame(0, $code);
        $this->assertSame('database', $facts['storage']);
        $this->assertSame('USD', $facts['currency']);
        $this->assertSame(Library::instance()->path(), $facts['library']);
    }

    private function cacheIn(Store $store): void
    {
        $this->app->make('cache')->extend('odd', fn () => new Repository($store));
        config(['cache.default' => 'odd', 'cache.stores.odd' => ['driver' => 'odd']]);
    }

    /**
     * @return list<array{topic: string, health: string, message: string, remedy: ?string}>
     */
    private function found(Check $check): array
    {
        return array_map(
            static fn (Finding $finding): array => $finding->toArray(),
            [...$check->findings($this->app)],
        );
    }
}
