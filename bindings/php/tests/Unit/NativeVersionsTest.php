<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\ForgottenChangeException;
use Cartwright\Exceptions\InvalidCallException;
use Cartwright\Exceptions\InvalidTextException;
use Cartwright\Exceptions\InvalidVersionsException;
use Cartwright\Exceptions\StoreUnavailableException;
use Cartwright\Exceptions\UnmarkedChangeException;
use Cartwright\Native\Abi;
use Cartwright\Native\NativeVersions;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\TestCase;
use LogicException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Data versions from PHP, without a Laravel: the database of the host is an array here.
 */
final class NativeVersionsTest extends TestCase
{
    use EngineStores;

    private const LIFE = '0000000000005eed';

    /** @var array<string, int> how often each type was changed */
    private array $committed = ['products' => 1, 'shop' => 1];

    public static function versionStores(): array
    {
        return ['memory' => ['memory'], 'a file' => ['sqlite'], 'the database' => ['database']];
    }

    /**
     * @param array<string, mixed> $settings
     */
    private function versions(string $store, array $settings = []): NativeVersions
    {
        return NativeVersions::open($settings + match ($store) {
            'database' => ['store' => 'database', 'journal' => "sqlite:{$this->file}"],
            // A new file is young for as long as its longest mark.
            'sqlite' => ['store' => "sqlite:{$this->file}", 'longest_mark_ms' => 30_000],
            default => ['store' => $store, 'clock' => 'manual'],
        });
    }

    private function version(string $type): string
    {
        return self::LIFE . '.' . $this->committed[$type];
    }

    /**
     * @param list<string> $types
     *
     * @return array{versions: array<string, string>, bypass: ?string}
     */
    private function capture(NativeVersions $versions, array $types, string $need = 'entries'): array
    {
        $seen = $versions->call('look', ['types' => $types, 'need' => $need]);
        $told = array_map(fn (array $asked): array => [$asked['asked'] => $this->version($asked['type'])], $seen['questions']);

        return $versions->call('answer', ['seen' => $seen['seen'], 'told' => $told]);
    }

    #[Test]
    #[DataProvider('versionStores')]
    public function aChangeIsSeenByWhoeverComesAfterItsCommit(string $store): void
    {
        $versions = $this->versions($store);
        $before = $this->capture($versions, ['products', 'shop']);
        $this->assertSame(['products' => $this->version('products'), 'shop' => $this->version('shop')], $before['versions']);
        $this->assertNull($before['bypass']);

        $change = $versions->call('begin', ['types' => ['products']]);
        $this->assertSame([['products'], true], [$change['types'], $change['marked']]);
        $this->assertSame(['marked' => true], $versions->call('confirm', ['change' => $change['change']]));
        $this->committed['products']++;
        $this->assertSame($store === 'database' ? null : 'pending', $this->capture($versions, ['products'])['bypass']);
        $this->assertSame($this->version('products'), $this->capture($versions, ['products'], 'token')['versions']['products']);

        $published = $versions->call('publish', ['change' => $change['change'], 'versions' => ['products' => $this->version('products')]]);
        $this->assertNull($published['left']);
        $after = $this->capture($versions, ['products', 'shop']);
        $this->assertSame([$this->version('products'), null], [$after['versions']['products'], $after['bypass']]);

        $tokens = array_map(static fn (array $of): string => $versions->call('token', ['versions' => $of['versions']]), [$before, $after]);
        $this->assertSame([32, 32, 2], [...array_map(strlen(...), $tokens), count(array_unique($tokens))]);
    }

    #[Test]
    #[DataProvider('versionStores')]
    public function aValueIsKeptByWhoeverLoadsItAndFoundUnderItsVersionsAlone(string $store): void
    {
        $versions = $this->versions($store);
        $before = $this->capture($versions, ['products'])['versions'];
        $load = $versions->lookup('product.7', $before);
        $this->assertSame([Abi::FOUND_LOAD, null], [$load->found, $load->value]);
        $this->assertSame(Abi::FOUND_WAIT, $versions->lookup('product.7', $before)->found);
        $this->assertTrue($versions->keep($load->permit, "\xff\0page", 60_000));
        $this->assertFalse($versions->keep($load->permit, 'again', 60_000));

        $found = $versions->lookup('product.7', $before);
        $this->assertSame([Abi::FOUND_FRESH, "\xff\0page", null], [$found->found, $found->value, $found->permit]);
        $this->assertSame(Abi::FOUND_PASS_BY, $versions->lookup('product.7', $before, 'pending')->found);

        $this->committed['products']++;
        $after = $versions->lookup('product.7', ['products' => $this->version('products')]);
        $this->assertSame(Abi::FOUND_LOAD, $after->found);
        $versions->call('land', ['flight' => $after->permit]);
        $this->assertSame(Abi::FOUND_LOAD, $versions->lookup('product.7', ['products' => $this->version('products')])->found);
        $this->assertSame(['removed' => 1], $versions->call('clear', ['who' => 'admin']));
    }

    #[Test]
    #[DataProvider('versionStores')]
    public function whatWasWrittenDownAndCountedIsReadAgain(string $store): void
    {
        $versions = $this->versions($store);
        $versions->call('incident', ['kind' => 'slow_operation', 'subject' => 'page', 'actions' => 'none', 'detail' => ['ms' => 1500]]);
        $versions->call('record', ['name' => 'page', 'micros' => 1500, 'ok' => false]);
        $versions->call('bumped', ['id' => 'event-1', 'versions' => ['products' => $this->version('products')], 'degraded' => ['lock_held'], 'who' => 'admin']);
        $incidents = $versions->call('incidents', ['hours' => 24, 'limit' => 10]);
        $this->assertSame(['slow_operation', 'degraded.lock_held'], array_column($incidents, 'kind'));
        $this->assertSame('{"ms":1500}', $incidents[0]['detail']);
        $this->assertSame([['admin', 'products', $this->version('products')]], array_map(
            static fn (array $row): array => [$row['who'], $row['subject'], $row['after']],
            $versions->call('trail'),
        ));
        $counted = array_column($versions->call('metrics', ['minutes' => 5]), null, 'name');
        $this->assertSame([1, 1, 1500], [$counted['page']['count'], $counted['page']['errors'], $counted['page']['max_us']]);
        $this->assertSame('closed', $versions->call('breaker')['state']);
    }

    #[Test]
    public function aReconciliationAsksTheDatabaseBetweenTwoLooks(): void
    {
        $versions = $this->versions('memory');
        $this->capture($versions, ['products', 'shop']);
        $this->committed['products']++;
        $reconcile = function () use ($versions): array {
            $rows = array_map(fn (string $type): array => ['type' => $type, 'version' => $this->version($type)], array_keys($this->committed));
            $compared = $versions->call('compare', ['rows' => $rows]);
            $committed = array_combine($compared['types'], array_map($this->version(...), $compared['types']));

            return $versions->call('reconcile', [
                'comparison' => $compared['comparison'],
                'committed' => $committed,
                'repair' => true,
                'who' => 'admin',
            ]);
        };
        $finding = $reconcile()['findings'][0];
        $this->assertSame(['products', 'behind', true], [$finding['type'], $finding['wrong'], $finding['repaired']]);
        $this->assertSame([], $reconcile()['findings']);
    }

    #[Test]
    public function aFileIsSharedByAllWhoOpenIt(): void
    {
        $one = $this->versions('sqlite', ['longest_mark_ms' => 1, 'mark_lease_ms' => 1]);
        $one->call('standings', ['types' => ['products']]);
        $two = $this->versions('sqlite', ['longest_mark_ms' => 1, 'mark_lease_ms' => 1]);
        $one->call('begin', ['types' => ['products']]);
        $this->assertContains($two->call('standings', ['types' => ['products']])[0]['mark'], ['live', 'ended']);
    }

    #[Test]
    public function aMarkEndsWhenTheClockIsMovedAndIsAskedOfTheDatabase(): void
    {
        $versions = $this->versions('memory');
        $this->capture($versions, ['products']);
        $versions->call('begin', ['types' => ['products']]);
        $versions->advance(29_999);
        $this->assertSame(1, $versions->call('standings', ['types' => ['products']])[0]['remaining_ms']);
        $versions->advance(1);
        $this->assertSame('settled', $versions->call('look', ['types' => ['products']])['questions'][0]['asked']);

        $this->expectException(InvalidCallException::class);
        $this->versions('database')->advance(1);
    }

    #[Test]
    public function withoutAMarkAChangeIsRefusedUnlessItMayBeStale(): void
    {
        $nowhere = 'sqlite:/nowhere/versions.sqlite';
        $stale = NativeVersions::open(['store' => $nowhere, 'journal' => 'memory', 'when_unmarked' => 'commit_stale']);
        $this->assertFalse($stale->call('begin', ['types' => ['products']])['marked']);
        $this->assertSame(['mark.missing'], array_column($stale->call('incidents'), 'kind'));

        $this->expectException(UnmarkedChangeException::class);
        NativeVersions::open(['store' => $nowhere])->call('begin', ['types' => ['products']]);
    }

    #[Test]
    public function whoeverNeedsATokenThatNobodyCanTellGetsAnErrorAndNoEmptyOne(): void
    {
        $versions = $this->versions('database');
        $seen = $versions->call('look', ['types' => ['products'], 'need' => 'token'])['seen'];

        $this->expectException(StoreUnavailableException::class);
        $versions->call('answer', ['seen' => $seen, 'told' => [null]]);
    }

    #[Test]
    public function aChangeThatIsNotKnownIsNotConfirmed(): void
    {
        $versions = $this->versions('memory');
        $change = $versions->call('begin', ['types' => ['products']])['change'];
        $this->assertNull($versions->call('withdraw', ['change' => $change]));

        $this->expectException(ForgottenChangeException::class);
        $versions->call('confirm', ['change' => $change]);
    }

    /**
     * @param array<string, mixed> $settings
     * @param class-string<\Throwable> $class
     */
    #[Test]
    #[DataProvider('settingsThatAreNone')]
    public function settingsThatAreNoneAreRefused(array $settings, string $class): void
    {
        $this->expectException($class);
        NativeVersions::open($settings);
    }

    public static function settingsThatAreNone(): array
    {
        return [
            'no store' => [[], InvalidCallException::class],
            'a store that is none' => [['store' => 'shelf'], InvalidCallException::class],
            'a journal that is none' => [['store' => 'memory', 'journal' => 'database'], InvalidCallException::class],
            'a word that nobody knows' => [['store' => 'memory', 'mark_leese_ms' => 1], InvalidCallException::class],
            'a policy that nobody knows' => [['store' => 'memory', 'when_unmarked' => 'pray'], InvalidCallException::class],
            'a breaker that is none' => [['store' => 'memory', 'breaker' => ['failed' => 101]], InvalidCallException::class],
            'a mark longer than the longest' => [['store' => 'memory', 'longest_mark_ms' => 1000], InvalidCallException::class],
            'a lease of nothing' => [['store' => 'memory', 'lock_lease_ms' => 0], InvalidVersionsException::class],
            'a clock of a file by hand' => [['store' => 'sqlite:/tmp/x', 'clock' => 'manual'], InvalidCallException::class],
        ];
    }

    #[Test]
    public function whatIsNoCallIsRefusedWithItsReason(): void
    {
        $versions = $this->versions('memory');

        foreach ([['dance', []], ['look', []], ['token', ['versions' => 7]]] as [$operation, $arguments]) {
            try {
                $versions->call($operation, $arguments);
                $this->fail("{$operation} was done");
            } catch (InvalidVersionsException $refusal) {
                $this->assertSame('invalid_call', $refusal->detail()['reason']);
            }
        }

        $this->expectException(InvalidTextException::class);
        $versions->call('look', ['types' => ["\xff"]]);
    }

    #[Test]
    public function aStoreThatIsAwayIsLeftAloneByTheNextRequestsToo(): void
    {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        $store = ['store' => 'redis://' . stream_socket_get_name($server, false), 'busy_timeout_ms' => 0, 'breaker' => ['minimum' => 2]];
        fclose($server);

        for ($request = 1; $request <= 2; $request++) {
            $seen = NativeVersions::open($store)->call('look', ['types' => ['products'], 'need' => 'token']);
            $this->assertSame(['committed'], array_column($seen['questions'], 'asked'));
        }

        $this->assertSame('open', NativeVersions::open($store)->call('breaker')['state']);
        $this->assertSame('closed', NativeVersions::open(['busy_timeout_ms' => 1, 'store' => $store['store'] . '/3'] + $store)->call('breaker')['state']);
    }

    #[Test]
    public function aStoreStaysInItsProcess(): void
    {
        $this->expectException(LogicException::class);
        serialize($this->versions('memory'));
    }
}
