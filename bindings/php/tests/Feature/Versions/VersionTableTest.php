<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\LockView;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Versions\KnownChanges;
use Cartwright\Versions\TypeRow;
use Cartwright\Versions\VersionTable;
use Illuminate\Database\Connection;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Carbon;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Throwable;

/**
 * The table in which versions are raised, in the databases of shops.
 */
final class VersionTableTest extends DatabaseTestCase
{
    public static function databases(): array
    {
        return TestDatabase::rows();
    }

    /**
     * SQLite lets one in and no more.
     */
    public static function servers(): array
    {
        return TestDatabase::rows(...TestDatabase::servers());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aTypeThatNobodyHasAskedForBeginsAtZeroAndStays(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $first = $table->committed(['products', 'categories']);

        $this->assertSame(['products', 'categories'], array_keys($first));
        $this->assertMatchesRegularExpression('/^[0-9a-f]{16}\.0$/', $first['products']);
        $this->assertNotSame(self::life($first['products']), self::life($first['categories']));
        $this->assertSame($first, $this->rivalTable()->committed(['products', 'categories']));
    }

    /**
     * The older counter failed on PostgreSQL and SQLite, and stuck at 1 on MySQL.
     */
    #[Test]
    #[DataProvider('databases')]
    public function everyRaiseCountsOne(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $life = self::life($table->committed(['products'])['products']);

        foreach (range(1, 5) as $count) {
            [$versions, $isRepeated] = $table->raise("change-{$count}", ['products'], false);
            $this->assertSame([['products' => "{$life}.{$count}"], false], [$versions, $isRepeated]);
        }

        $this->assertSame(['products' => "{$life}.5"], $this->rivalTable()->committed(['products']));
        $row = (array) $this->database->table('shop_data_version')->where('data_type', 'products')->first();
        $this->assertSame([5, self::hash(['products' => "{$life}.5"])], [(int) $row['change_count'], $row['version_hash']]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aTypeThatIsRaisedBeforeAnybodyAskedBeginsAtOne(TestDatabase $database): void
    {
        $versions = $this->tableOn($database)->raise('change', ['products', 'categories'], false)[0];

        $this->assertSame(['categories', 'products'], array_keys($versions));
        $this->assertStringEndsWith('.1', $versions['products']);
        $this->assertSame($versions, $this->rivalTable()->committed(['categories', 'products']));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aChangeThatIsDeliveredAgainIsNotCountedAgain(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        [$first] = $table->raise('change', ['products'], false);

        $this->assertSame([$first, true], $this->rivalTable()->raise('change', ['products'], false));
        $this->assertSame([$first, true], $table->raise('change', ['products'], false));
        $this->assertStringEndsWith('.2', $table->raise('Change', ['products'], false)[0]['products'], 'another id');
    }

    #[Test]
    #[DataProvider('databases')]
    public function oldChangesAreForgottenAndNewOnesAreNot(TestDatabase $database): void
    {
        $this->tableOn($database);
        $table = $this->table($this->database, 20);

        foreach (range(1, 105) as $number) {
            $table->raise("change-{$number}", ['products'], false);
        }

        $this->assertLessThan(100, $this->database->table('shop_data_version_changes')->count());
        $this->assertTrue($table->raise('change-90', ['products'], false)[1]);
        $this->assertFalse($table->raise('change-1', ['products'], false)[1]);
    }

    #[Test]
    public function aChangeIsThereWhetherOldOnesCanBeForgottenOrNot(): void
    {
        $this->tableOn(TestDatabase::SqliteWal);
        $table = $this->table($this->database, 20);
        $this->database->statement("create trigger kept before delete on shop_data_version_changes begin select raise(abort, 'no'); end");

        foreach (range(1, 101) as $number) {
            $this->assertFalse($table->raise("change-{$number}", ['products'], false)[1]);
        }

        $this->assertSame(101, $this->database->table('shop_data_version_changes')->count());
    }

    #[Test]
    #[DataProvider('databases')]
    public function whatIsRolledBackWasNeverRaised(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $before = $table->committed(['products']);
        $this->database->beginTransaction();
        $table->increment(['products', 'orders']);
        $this->database->rollBack();

        $this->assertSame($before, $table->committed(['products']));
        $this->assertStringEndsWith('.0', $table->committed(['orders'])['orders']);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aRaiseInATransactionWaitsForTheOneBeforeAndCountsBoth(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $before = $table->committed(['products'])['products'];
        $rival = $this->rivalThatHasRaised('products');
        $rival->tell('commit as soon as they wait', LockView::idOf($this->database));

        $raised = $table->raise('change', ['products'], false)[0]['products'];
        $rival->hasDone();

        $this->assertSame(self::life($before) . '.2', $raised);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSettledVersionIsReadWhenTheTransactionThatHasRaisedItIsOver(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $life = self::life($table->committed(['products'])['products']);
        $rival = $this->rivalThatHasRaised('products');
        $this->assertSame(['products' => "{$life}.0"], $table->committed(['products']), 'readers do not wait');
        $rival->tell('commit as soon as they wait', LockView::idOf($this->database));

        $this->assertSame(['products' => "{$life}.1"], $table->settled(['products'], 10_000));
        $rival->hasDone();
    }

    #[Test]
    #[DataProvider('databases')]
    public function aTransactionThatIsNotOverInTimeIsToldAndNobodysPatienceHasChanged(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $patience = $this->patience();
        $table->committed(['products', 'categories']);
        $rival = $this->rivalThatHasRaised('products');

        try {
            $table->settled(['categories', 'products'], 300);
            $this->fail('The rival has not committed yet');
        } catch (Throwable $failure) {
            $this->assertNotInstanceOf(\PHPUnit\Framework\AssertionFailedError::class, $failure);
        }

        $this->assertSame(0, $this->database->transactionLevel());
        $this->assertSame($patience, $this->patience());
        $rival->does('roll back');
        $this->assertStringEndsWith('.0', $table->settled(['categories', 'products'], 300)['products']);
    }

    #[Test]
    #[DataProvider('servers')]
    public function readersWhoWaitForWritersDoNotWaitForEachOther(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $table->committed(['products']);
        $rival = $this->rivalProcess();
        $rival->does('begin');
        $lock = $database->isPostgres() ? 'for share' : 'lock in share mode';
        $rival->does('statement', "select * from shop_data_version where data_type = 'products' {$lock}");

        $this->assertStringEndsWith('.0', $table->settled(['products'], 1000)['products']);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aTypeThatTwoUseForTheFirstTimeAtOnceBeginsOnce(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $rival = $this->rivalProcess();
        $rival->does('begin');
        $rival->does('statement', "insert into shop_data_version (data_type, incarnation, change_count) values ('reviews', 7, 1)");
        $rival->tell('commit as soon as they wait', LockView::idOf($this->database));

        $versions = $table->raise('change', ['reviews'], false)[0];
        $rival->hasDone();

        $this->assertSame(['reviews' => '0000000000000007.2'], $versions);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aFirstUseInsideATransactionDoesNotBreakIt(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $table->committed(['products']);
        $this->database->transaction(function () use ($table): void {
            $table->increment(['products', 'reviews']);
            $this->assertSame([true, null], [$table->changes->note('change') > 0, $table->changes->note('change')]);
            $table->increment(['reviews']);
        });

        $this->assertStringEndsWith('.2', $this->rivalTable()->committed(['reviews'])['reviews']);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aNewLifeBeginsAtZeroWithAnotherIncarnation(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $before = $table->raise('change', ['products'], false)[0]['products'];
        $renewed = $table->renew('products');

        $this->assertStringEndsWith('.0', $renewed);
        $this->assertNotSame(self::life($before), self::life($renewed));
        $this->assertSame(['products' => $renewed], $this->rivalTable()->committed(['products']));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aNoteOfStalenessGoesWithThePublicationOfThatVersionAndNoOlderOne(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        [$first] = $table->raise('first', ['products'], true);
        [$second] = $table->raise('second', ['products'], false);
        $isStale = fn (): bool => $this->rowsOf($table)['products']->isStale;

        $table->reconciled($first);
        $this->assertTrue($isStale());
        $table->reconciled($second);
        $this->assertFalse($isStale());
    }

    #[Test]
    #[DataProvider('databases')]
    public function rowsComeWithTheNewestFirst(TestDatabase $database): void
    {
        $table = $this->tableOn($database);

        foreach (['products', 'orders', 'categories', 'products'] as $number => $type) {
            Carbon::setTestNow(Carbon::parse('2026-03-10 12:00:00')->addMilliseconds($number * 250));
            $table->raise("change-{$number}", [$type], false);
        }

        $rows = $table->rows();
        $this->assertSame(['products', 'categories', 'orders'], array_column($rows, 'type'));
        $this->assertSame([2, 1, 1], array_column($rows, 'changes'));
        $this->assertSame('2026-03-10 12:00:00.750', $rows[0]->lastUpdatedAt->format('Y-m-d H:i:s.v'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function everyByteOfATypeCounts(TestDatabase $database): void
    {
        $table = $this->tableOn($database);
        $types = ['products', 'Products', 'prodúcts', '7', '0', "it's"];

        foreach ($types as $number => $type) {
            foreach (range(0, $number) as $time) {
                $table->raise("{$type}-{$time}", [$type], false);
            }
        }

        $counts = array_map(static fn (string $version): int => (int) explode('.', $version)[1], $table->committed($types));
        $this->assertSame([1, 2, 3, 4, 5, 6], array_values($counts));
    }

    #[Test]
    #[DataProvider('databases')]
    public function theTableOfAnOlderSystemIsTakenOverWithItsCounts(TestDatabase $database): void
    {
        $this->openOn($database);
        $this->dropTables();
        $this->database->getSchemaBuilder()->create('shop_data_version', static function (Blueprint $table): void {
            $table->id();
            $table->string('data_type')->unique();
            $table->timestamp('last_updated_at');
            $table->string('version_hash', 32);
            $table->unsignedInteger('change_count')->default(0);
            $table->timestamps();
        });
        $this->database->table('shop_data_version')->insert([
            ['data_type' => 'products', 'last_updated_at' => '2025-01-01 00:00:00', 'version_hash' => md5('p'), 'change_count' => 41],
            ['data_type' => 'orders', 'last_updated_at' => '2025-01-02 00:00:00', 'version_hash' => md5('o'), 'change_count' => 1],
        ]);
        $this->migrate();
        $table = $this->table($this->database);
        $before = $table->committed(['orders', 'products']);

        $this->assertNotSame(self::life($before['orders']), self::life($before['products']));
        $this->assertSame(self::life($before['products']) . '.42', $table->raise('change', ['products'], false)[0]['products']);
        $this->assertStringEndsWith('.1', $table->raise('another', ['Products'], false)[0]['Products']);
        $this->assertStringEndsWith('.0', $table->committed(['categories'])['categories']);
        $this->migrate();
        $this->assertSame($before['orders'], $table->committed(['orders'])['orders'], 'twice is once');
        $this->dropTables();
    }

    #[Test]
    public function whatADatabaseTakesForAnotherTypeIsRefused(): void
    {
        $table = $this->tableOn(TestDatabase::MariaDb);
        $table->committed(['products']);

        $this->expectExceptionMessageMatches("/the type 'products ' cannot be found under this name/");
        $table->raise('change', ['products '], false);
    }

    #[Test]
    #[DataProvider('databases')]
    public function noRaiseOfManyProcessesIsLostOrCountedTwice(TestDatabase $database): void
    {
        $this->tableOn($database);
        $processes = [];

        foreach (['products,categories', 'categories,products', 'products', 'reviews,products'] as $types) {
            $processes[] = proc_open(
                [PHP_BINARY, dirname(__DIR__, 2) . '/Support/raiser.php', base64_encode(serialize($this->settings())), $types, '20'],
                [2 => ['file', "{$this->directory}/raiser.log", 'a']],
                $pipes,
            );
        }

        foreach ($processes as $process) {
            $this->assertSame(0, proc_close($process), (string) file_get_contents("{$this->directory}/raiser.log"));
        }

        $versions = $this->rivalTable()->committed(['products', 'categories', 'reviews']);
        $counts = array_map(static fn (string $version): int => (int) explode('.', $version)[1], $versions);
        $this->assertSame(['products' => 80, 'categories' => 40, 'reviews' => 20], $counts);
    }

    private function tableOn(TestDatabase $database): VersionTable
    {
        $this->openOn($database);
        $this->dropTables();
        $this->migrate();

        return $this->table($this->database);
    }

    private function rivalTable(): VersionTable
    {
        return $this->table($this->connection('rival'));
    }

    private function rivalThatHasRaised(string $type): \Cartwright\Tests\Support\RivalProcess
    {
        $rival = $this->rivalProcess();
        $rival->does('begin');
        $rival->does('statement', "update shop_data_version set change_count = change_count + 1 where data_type = '{$type}'");

        return $rival;
    }

    private function table(Connection $connection, int $remembered = 10_000): VersionTable
    {
        $changes = new KnownChanges($connection, 'shop_data_version_changes', $remembered);

        return new VersionTable($connection, 'shop_data_version', $changes, self::hash(...));
    }

    private function migrate(): void
    {
        config(['versions' => ['connection' => null]]);
        (require dirname(__DIR__, 3) . '/database/versions/2025_03_01_000000_create_shop_data_version_table.php')->up();
    }

    private function dropTables(): void
    {
        $this->database->getSchemaBuilder()->dropIfExists('shop_data_version');
        $this->database->getSchemaBuilder()->dropIfExists('shop_data_version_changes');
    }

    private function patience(): string
    {
        return (string) current((array) $this->database->selectOne(match (true) {
            $this->on->isSqlite() => 'pragma busy_timeout',
            $this->on->isMariaDb() => 'select @@session.innodb_lock_wait_timeout',
            $this->on->isPostgres() => 'show lock_timeout',
        }));
    }

    /**
     * @return array<string, TypeRow>
     */
    private function rowsOf(VersionTable $table): array
    {
        return array_column($table->rows(), null, 'type');
    }

    /**
     * @param array<array-key, string> $versions
     */
    private static function hash(array $versions): string
    {
        return md5((string) json_encode($versions));
    }

    private static function life(string $version): string
    {
        return explode('.', $version)[0];
    }
}
