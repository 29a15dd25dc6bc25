<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Transactions;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\TransactionOutcomes;
use Illuminate\Support\Facades\DB;
use MasyukAI\Cart\Exceptions\CartException;
use PDOException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * docs/transactions.md says what the tests show, and what it tells applications to do works.
 */
final class GuideTest extends DatabaseTestCase
{
    private const GUIDE = __DIR__ . '/../../../../../docs/transactions.md';
    private const BEGIN = "<!-- the table: begin -->\n";
    private const END = '<!-- the table: end -->';

    private int $attempts = 0;

    #[Test]
    public function theTableIsTheOneThatTheTestsExpect(): void
    {
        $guide = (string) file_get_contents(self::GUIDE);
        $begin = strpos($guide, self::BEGIN) + strlen(self::BEGIN);
        $table = substr($guide, $begin, strpos($guide, self::END) - $begin);

        $this->assertSame(TransactionOutcomes::asMarkdown(), $table, 'The guide needs the expected table.');
    }

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows(
            TestDatabase::SqliteWal,
            TestDatabase::MariaDbSnapshotIsolation,
            TestDatabase::PostgresRepeatableRead,
        );
    }

    #[Test]
    #[DataProvider('databases')]
    public function itsFunctionDoesATransactionAgainThatLaravelDoesNot(TestDatabase $on): void
    {
        $this->define('again');
        $this->openOn($on);
        $this->cart()->add('apple', 'Apple', 20.0);
        $cart = $this->cart();
        again(fn () => DB::transaction(fn () => DB::transaction(function () use ($cart): void {
            $cart->content();

            if (++$this->attempts === 1) {
                $this->rivalCart()->add('pear', 'Pear', 10.0);
            }

            $cart->add('plum', 'Plum', 5.0);
        })));

        $this->assertSame(2, $this->attempts);
        $this->assertHolds(['apple' => 1, 'pear' => 1, 'plum' => 1], $this->stored());
    }

    #[Test]
    public function itsFunctionDoesNotRepeatAnythingElse(): void
    {
        $this->define('again');
        $this->openOn(TestDatabase::SqliteWal);
        $lost = new PDOException('Lost connection to server');
        $lost->errorInfo = ['HY000', 2013, 'Lost connection to server'];

        foreach ([$lost, new PDOException('without details'), new CartException('not of the database')] as $failure) {
            $attempts = 0;

            try {
                again(static function () use (&$attempts, $failure): void {
                    $attempts++;

                    throw $failure;
                });
                $this->fail('Nothing was thrown.');
            } catch (PDOException|CartException $thrown) {
                $this->assertSame($failure, $thrown);
            }

            $this->assertSame(1, $attempts);
        }
    }

    /**
     * Makes a function of the guide known here, as it stands there.
     */
    private function define(string $function): void
    {
        if (! function_exists(__NAMESPACE__ . "\\{$function}")) {
            $found = preg_match(
                "/^```php\n(function {$function}\\(.*?^\\}\n)```/ms",
                (string) file_get_contents(self::GUIDE),
                $match,
            );
            $this->assertSame(1, $found);
            $imports = 'use Closure; use PDOException; use Illuminate\Support\Facades\DB;';
            eval('namespace ' . __NAMESPACE__ . "; {$imports} {$match[1]}");
        }
    }
}
