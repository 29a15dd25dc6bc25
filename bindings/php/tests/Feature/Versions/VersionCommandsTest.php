<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\VersionSettings;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;

final class VersionCommandsTest extends VersionsTestCase
{
    protected function setUp(): void
    {
        parent::setUp();

        $this->openShop(TestDatabase::SqliteWal, ['versions.store' => 'memory']);
        // A new store is asked nothing for as long as the longest mark.
        $this->store->advance(60_001);
    }

    #[Test]
    public function statsShowWhatIsPublishedOfEachType(): void
    {
        $this->versions->change(['products', 'orders'], fn () => $this->setPrice(200));
        $this->versions->change(['products'], fn () => $this->setPrice(300));

        [$products, $orders] = $this->json('versions:stats');
        $this->assertSame(['products', 2, 'orders', 1], [
            $products['data_type'], $products['change_count'], $orders['data_type'], $orders['change_count'],
        ]);
        $this->seen('products');
        $this->assertSame('published', $this->json('versions:stats', ['types' => ['products']])[0]['state']);
        $this->assertMatchesRegularExpression('/products +\| [0-9a-f]{16}\.2 +\| 2 +\| \d+ s ago \| published/', $this->artisan('versions:stats')[1]);
    }

    #[Test]
    public function statsSayWhichChangeIsBeingMade(): void
    {
        $state = null;
        $this->versions->change(['products'], fn () => $this->setPrice(200));
        $this->versions->change(['products'], function () use (&$state): void {
            $state = $this->json('versions:stats', ['types' => ['products']])[0]['state'] ?? null;
        });

        $this->assertSame('pending', $state);
    }

    #[Test]
    public function statsOfATypeThatNobodyKnowsFail(): void
    {
        $this->assertSame('type_unknown', $this->json('versions:stats', ['types' => ['prodcuts']], 1)['error']);
        $this->assertSame([1, "nothing was ever changed of the type 'prodcuts'\n"], $this->artisan('versions:stats', ['types' => ['prodcuts']]));
    }

    #[Test]
    public function aBumpWithAnIdIsCountedOnce(): void
    {
        $first = $this->json('versions:bump', ['types' => ['products', 'orders'], '--id' => 'import-7']);
        $this->assertSame(['import-7', ['orders', 'products'], []], [$first['id'], self::sorted(array_keys($first['versions'])), $first['degraded']]);
        $this->assertSame(1, $this->changes());

        $this->json('versions:bump', ['types' => ['products', 'orders'], '--id' => 'import-7']);
        $this->assertSame(1, $this->changes());

        [$code, $output] = $this->artisan('versions:bump', ['types' => ['products']]);
        $this->assertSame([0, 2], [$code, $this->changes()]);
        $this->assertMatchesRegularExpression('/^products is at [0-9a-f]{16}\.2$/m', $output);
    }

    #[Test]
    public function aRepairSaysWhatIsWrongMakesItRightAndFindsNothingTheSecondTime(): void
    {
        $this->versions->change(['products'], fn () => $this->setPrice(200));
        $this->seen();
        $this->database->table('shop_data_version')->where('data_type', 'products')->increment('change_count');

        $found = $this->json('versions:repair', ['--dry-run' => true], 1);
        $this->assertSame([false, 'products', 'behind', false], [
            $found['success'], $found['findings'][0]['data_type'], $found['findings'][0]['wrong'], $found['findings'][0]['repaired'],
        ]);
        $this->assertSame('different', $this->json('versions:stats', ['types' => ['products']])[0]['state']);

        [$code, $output] = $this->artisan('versions:repair');
        $this->assertSame(0, $code);
        $this->assertMatchesRegularExpression('/^products behind: \S+\.1 was published, \S+\.2 is committed; repaired$/m', $output);

        $version = $this->seen();
        $again = $this->json('versions:repair');
        $this->assertSame([true, []], [$again['success'], $again['findings']]);
        $this->assertSame($version, $this->seen(), 'a repair of what is right moves nothing');
    }

    #[Test]
    public function theAuditTrailSaysWhoHasChangedWhat(): void
    {
        $this->artisan('versions:bump', ['types' => ['products'], '--who' => 'ann']);

        $trail = $this->json('versions:incidents', ['--audit' => true]);
        $raised = array_values(array_filter($trail, static fn (array $row): bool => $row['kind'] === 'version.raised' && $row['subject'] === 'products'));
        $this->assertSame(['ann', '.0', '.1'], [$raised[0]['who'], substr($raised[0]['before'], -2), substr($raised[0]['after'], -2)]);
        $this->assertStringContainsString('| ann', $this->artisan('versions:incidents', ['--audit' => true])[1]);
    }

    #[Test]
    public function incidentsComeWithWhatWasDone(): void
    {
        $this->assertSame("There was no incident.\n", $this->artisan('versions:incidents')[1]);
        $this->store->call('incident', ['kind' => 'slow_response', 'subject' => 'shop', 'actions' => 'nothing', 'detail' => 'it took long']);

        $this->assertSame('slow_response', $this->json('versions:incidents')[0]['kind']);
        $this->assertMatchesRegularExpression('/slow_response +\| shop +\| nothing +\| it took long/', $this->artisan('versions:incidents')[1]);
    }

    #[Test]
    public function theMonitorShowsVersionsCountsAndIncidentsAsOftenAsItIsTold(): void
    {
        $this->versions->change(['products'], fn () => $this->setPrice(200));
        [$code, $output] = $this->artisan('versions:monitor', ['--times' => '2', '--every' => '0']);
        $this->assertSame([0, 2], [$code, preg_match_all('/the store of versions is in use/', $output)]);
        $this->assertMatchesRegularExpression('/store\.mark +\| \d+ +\| 0/', $output);

        $shown = $this->json('versions:monitor', ['--times' => '1']);
        $this->assertSame(['versions', 'counts', 'incidents', 'breaker'], array_keys($shown));
        $this->assertSame('closed', $shown['breaker']);
    }

    #[Test]
    public function theNewestIncidentsAreShownHoweverManyThereAre(): void
    {
        foreach (range(1, 1005) as $number) {
            $this->store->call('incident', ['kind' => 'tested', 'detail' => (string) $number]);
        }

        $shown = $this->json('versions:monitor', ['--times' => '1']);
        $this->assertSame(array_map(strval(...), range(996, 1005)), array_column($shown['incidents'], 'detail'));
        $this->assertSame(['1004', '1005'], array_column($this->json('versions:incidents', ['--limit' => '2']), 'detail'));
    }

    #[Test]
    public function whereThereIsNoStoreTheMonitorDoesNotSayThatItIsInUse(): void
    {
        config(['versions.store' => 'database']);
        $output = $this->artisan('versions:monitor', ['--times' => '1'])[1];

        $this->assertStringContainsString('each request asks the database for versions', $output);
        $this->assertStringNotContainsString('in use', $output);
    }

    #[Test]
    #[TestWith(['versions:stats'])]
    #[TestWith(['versions:repair'])]
    #[TestWith(['versions:bump', ['types' => ['products']]])]
    #[TestWith(['versions:monitor', ['--times' => '1'], 0])]
    #[TestWith(['cache:validate-atomic', ['--repair' => true]])]
    public function withoutTheTableItIsSaidWhichMigrationIsToBeRun(string $command, array $parameters = [], int $expected = 1): void
    {
        $this->database->getSchemaBuilder()->drop('shop_data_version');
        $answer = $this->json($command, $parameters, $expected);

        $this->assertSame([false, VersionSettings::NOT_MIGRATED], [$answer['success'], $answer['message']]);
    }

    #[Test]
    public function whatElseADatabaseSaysIsSaidAsItIs(): void
    {
        $this->database->getSchemaBuilder()->dropColumns('shop_data_version', ['stale_since']);

        $this->assertStringContainsString('stale_since', $this->json('versions:stats', [], 1)['message']);
    }

    #[Test]
    #[TestWith(['versions:stress', ['--writers' => 'many']])]
    #[TestWith(['versions:stress', ['--plant' => 'a tree']])]
    #[TestWith(['versions:incidents', ['--hours' => '-1']])]
    #[TestWith(['versions:monitor', ['--every' => 'day']])]
    #[TestWith(['versions:benchmark', ['--entries' => '0']])]
    #[TestWith(['versions:benchmark', ['--cache' => 'nope']])]
    #[TestWith(['cache:validate-atomic', ['--stress-test' => 'hard']])]
    #[TestWith(['cache:validate-atomic', ['--plant' => 'a tree']])]
    #[TestWith(['versions:worker', ['task' => 'dig']])]
    public function anOptionThatCannotBeIsRefusedBeforeAnythingIsDone(string $command, array $parameters): void
    {
        $this->assertSame(2, $this->artisan($command, $parameters)[0]);
    }

    #[Test]
    public function aRaceIsRefusedWhereProcessesCannotShareTheDatabase(): void
    {
        config(['versions.connection' => 'shop']);

        $this->assertStringContainsString('in the memory of this process', $this->json('versions:stress', [], 1)['message']);
    }

    /**
     * @param array<string, mixed> $parameters
     *
     * @return array<array-key, mixed>
     */
    private function json(string $command, array $parameters = [], int $expected = 0): array
    {
        [$code, $output] = $this->artisan($command, $parameters + ['--json' => true]);
        $this->assertSame($expected, $code, $output);

        return json_decode($output, true, 512, JSON_THROW_ON_ERROR);
    }

    /**
     * @param list<string> $texts
     *
     * @return list<string>
     */
    private static function sorted(array $texts): array
    {
        sort($texts);

        return $texts;
    }
}
