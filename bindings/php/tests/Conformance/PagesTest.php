<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Tests\Feature\Transactions\GuideTest;
use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Contracts\Console\Kernel;
use Illuminate\Support\Facades\Schema;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * The PHP blocks of the pages are run, not believed: all of a page in one application, each with what those before it have
 * left. `EXPRESSION;   // => VALUE` says what comes out. So are the commands of `php artisan`.
 */
final class PagesTest extends LaravelTestCase
{
    private const ROOT = __DIR__ . '/../../../..';

    /** Those whose blocks need something else than an application, and have a test of their own. */
    private const ELSEWHERE = [
        'docs/php-ffi.md' => PhpFfiPageTest::class,
        'docs/transactions.md' => GuideTest::class,
    ];

    #[Test]
    #[DataProvider('pages')]
    public function everyBlockOfAPageDoesWhatItSays(string $page): void
    {
        $this->customer();
        (require self::ROOT . '/bindings/php/database/versions/2025_03_01_000000_create_shop_data_version_table.php')->up();
        $scope = [];

        foreach (self::blocks($page, 'php') as $number => $code) {
            $scope = $this->runBlock($this->checked($code, $page, $number + 1), $scope);
        }

        $this->addToAssertionCount(1);
    }

    /**
     * @return iterable<string, array{string}>
     */
    public static function pages(): iterable
    {
        foreach (self::all() as $page) {
            if (self::blocks($page, 'php') !== [] && ! isset(self::ELSEWHERE[$page])) {
                yield $page => [$page];
            }
        }
    }

    #[Test]
    #[DataProvider('commands')]
    public function everyCommandOfAPageRuns(string $command, string $about): void
    {
        if ($command === 'cart:install') {
            // A new shop has no table yet.
            Schema::drop('carts');
        }

        [$name, $options] = [strtok($command, ' '), strtok('')];
        preg_match_all('/(--[a-z-]+)(?:=(\S+))?/', (string) $options, $given, PREG_SET_ORDER);
        [$code, $output] = $this->artisan($name, array_combine(
            array_column($given, 1),
            array_map(static fn (array $option): string|bool => $option[2] ?? true, $given),
        ));

        $this->assertSame(0, $code, $output);
        preg_match_all('/--([a-z-]+)/', $about, $mentioned);
        $definition = $this->app->make(Kernel::class)->all()[$name]->getDefinition();

        foreach ($mentioned[1] as $option) {
            $this->assertTrue($definition->hasOption($option), "{$name} --{$option}");
        }
    }

    /**
     * @return iterable<string, array{string, string}> the command, and what stands behind it
     */
    public static function commands(): iterable
    {
        // The example's own commands are run by its suite.
        foreach (preg_grep('/^examples/', self::all(), PREG_GREP_INVERT) ?: [] as $page) {
            foreach (self::blocks($page, 'sh') as $block) {
                preg_match_all('/php artisan ([a-z:-]+(?: --\S+)*)[ ]*(#.*)?$/m', $block, $lines, PREG_SET_ORDER);

                foreach ($lines as $line) {
                    yield "{$page}: {$line[1]}" => [$line[1], $line[2] ?? ''];
                }
            }
        }
    }

    #[Test]
    public function theReadmesComposerFileRequiresThisPackageFromWhereItIs(): void
    {
        [$block] = self::blocks('README.md', 'json');
        $asked = json_decode($block, true, flags: JSON_THROW_ON_ERROR);
        $package = json_decode(self::text('bindings/php/composer.json'), true, flags: JSON_THROW_ON_ERROR);

        $this->assertSame([$package['name']], array_keys($asked['require']));
        $this->assertStringEndsWith('/bindings/php', $asked['repositories'][0]['url']);
    }

    #[Test]
    public function everySettingOfAPlaceIsOnAPage(): void
    {
        $pages = self::text('docs/storage.md') . self::text('docs/cache-locking.md');

        foreach (['session', 'cache', 'redis', 'sqlite', 'native_database'] as $branch) {
            foreach (array_keys(config("cart.{$branch}")) as $key) {
                $this->assertStringContainsString("`cart.{$branch}.{$key}`", $pages);
            }
        }
    }

    #[Test]
    public function everyGuideIsInTheListOfThem(): void
    {
        $list = self::text('docs/laravel/README.md');

        foreach (glob(self::ROOT . '/docs/laravel/*.md') ?: [] as $file) {
            if (basename($file) !== 'README.md') {
                $this->assertStringContainsString('](' . basename($file) . ')', $list);
            }
        }
    }

    #[Test]
    public function everyLinkOfAPageLeadsSomewhere(): void
    {
        foreach (self::all() as $page) {
            preg_match_all('/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/', self::text($page), $links);

            foreach ($links[1] as $link) {
                $this->assertFileExists(dirname(self::ROOT . "/{$page}") . "/{$link}", $page);
            }
        }
    }

    public function sees(mixed $value, mixed $promised, string $place): void
    {
        $this->assertEquals($promised, $value, $place);
        $this->assertSame(is_object($promised), is_object($value), $place);
    }

    /**
     * @return list<string> of this repository, for those who use the package
     */
    private static function all(): array
    {
        $pages = ['README.md', 'COMPAT.md'];

        foreach (['docs/*.md', 'docs/*/*.md', 'examples/*/README.md'] as $pattern) {
            foreach (glob(self::ROOT . "/{$pattern}") ?: [] as $file) {
                $pages[] = substr($file, strlen(self::ROOT) + 1);
            }
        }

        return $pages;
    }

    private static function text(string $page): string
    {
        return (string) file_get_contents(self::ROOT . "/{$page}");
    }

    /**
     * @return list<string>
     */
    private static function blocks(string $page, string $language): array
    {
        preg_match_all("/^( *)```{$language}\n(.*?)^ *```/ms", self::text($page), $found, PREG_SET_ORDER);

        return array_map(
            static fn (array $block): string => (string) preg_replace("/^{$block[1]}/m", '', $block[2]),
            $found,
        );
    }

    /**
     * The code with a check in the place of each promise.
     */
    private function checked(string $code, string $page, int $block): string
    {
        $statement = '';
        $checked = '';

        foreach (explode("\n", $code) as $line) {
            $statement .= "{$line}\n";

            if (preg_match('/^(.*);\s*\/\/ => (.+)$/s', rtrim($statement), $found) === 1) {
                $place = var_export("{$page}, block {$block}: {$line}", true);
                $checked .= "\$this->sees({$this->expression($found[1])}, {$found[2]}, {$place});\n";
                $statement = '';
            } elseif ($this->isComplete($statement)) {
                $checked .= $statement;
                $statement = '';
            }
        }

        return $checked . $statement;
    }

    /**
     * Whether nothing of a statement is still to come: all brackets are closed and it ends.
     */
    private function isComplete(string $statement): bool
    {
        $depth = 0;
        $last = ';';

        foreach (\PhpToken::tokenize("<?php {$statement}") as $token) {
            $depth += match ($token->text) {
                '(', '[', '{', '${', '{$' => 1,
                ')', ']', '}' => -1,
                default => 0,
            };
            $last = $token->isIgnorable() ? $last : $token->text;
        }

        return $depth === 0 && in_array($last, [';', '}'], true);
    }

    private function expression(string $code): string
    {
        $code = trim($code);

        return $code === '' ? throw new RuntimeException('A promise without an expression') : $code;
    }

    /**
     * @param array<string, mixed> $scope
     *
     * @return array<string, mixed> the variables afterwards
     */
    private function runBlock(string $__code, array $__scope): array
    {
        extract($__scope);
        eval($__code);
        unset($__code, $__scope);

        return get_defined_vars();
    }
}
