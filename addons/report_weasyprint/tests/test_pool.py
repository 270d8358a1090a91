import io
import logging
import os
import signal
from unittest import skipUnless

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .. import engine
from ..engine import nursery, pool, press
from ..models import ir_actions_report_drawing
from .common import ReportCommon

ENGINE_LOGGER = "odoo.addons.report_weasyprint.engine"
PAPER = engine.Paper(210, 297, 20, 20, 20, 20)
# Eleven of these, each in the other, took forty seconds.
FLEX = '<div style="display: flex">' * 12 + "x"


@tagged("post_install", "-at_install")
@skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
class TestPool(ReportCommon):
    """Documents drawn by helper processes, within limits."""

    def setUp(self):
        super().setUp()
        self.fetcher = engine.ReportFetcher(self.env, self.company.browse())
        self.helpers = helpers = []

        class Recorded(pool.Helper):
            def __init__(self, nursery):
                super().__init__(nursery)
                helpers.append(self)

        self.patch(pool, "Helper", Recorded)
        self.patch(pool, "_pool", pool._Pool())
        self.patch(pool, "count_processors", lambda: 2)
        self.addCleanup(pool._pool.stop)

    def _render(self, pages, number=2, **options):
        pages = (engine.Page(page, self.fetcher) for page in pages)
        return engine.render_pages(pages, "", PAPER, number=number, **options)

    def _words(self, contents):
        return [self._read(content).split() for [content] in contents]

    def _kill(self, helper):
        os.kill(helper.pid, signal.SIGKILL)
        self.assertTrue(helper.connection.poll(20))

    def test_pages_come_in_order_and_helpers_are_kept(self):
        pages = [f"<p>document {number}</p>" * (40 if number == 0 else 1) for number in range(7)]
        drawn = self._words(self._render(pages))
        self.assertEqual(drawn, [self._read(self._draw_here(page)).split() for page in pages])
        self.assertEqual(drawn[6], ["document", "6"])
        self.assertEqual(len(self.helpers), 2)
        self.assertEqual(self._words(self._render(pages)), drawn)
        self.assertEqual(len(self.helpers), 2)

    def _draw_here(self, page):
        return press.render_weasyprint(page, "", self.fetcher, PAPER)[0]

    def test_helpers_read_what_the_page_may_show_and_nothing_else(self):
        page = f'<img src="/web/image/res.company/{self.company.id}/logo"/><img src="file:///etc/passwd"/>'
        self.company.logo = self._picture()
        with self.assertLogs(ENGINE_LOGGER, logging.WARNING) as logs:
            [[content]] = self._render([page])
        self.assertIn("file:///etc/passwd", "".join(logs.output))
        images = PdfFileReader(io.BytesIO(content)).getPage(0)["/Resources"]["/XObject"]
        self.assertEqual(len(images), 1)

    def test_what_a_helper_did_not_draw_another_does(self):
        pages = [f"<p>document {number}</p>" for number in range(6)]
        list(self._render(pages))

        def killing():
            # They may have begun the pages before.
            for number, page in enumerate(pages):
                if number == 3:
                    for helper in self.helpers:
                        self._kill(helper)
                yield page

        with self.assertLogs(ENGINE_LOGGER, logging.WARNING):
            contents = list(self._render(killing()))
        self.assertEqual(self._words(contents), [["document", str(number)] for number in range(6)])
        # The dead are replaced.
        self.assertEqual(len(self._words(self._render(pages))), 6)
        self.assertEqual(len(self.helpers), 4)

    def test_an_idle_helper_that_died_is_replaced(self):
        list(self._render(["<p>one</p>"], number=1))
        self._kill(self.helpers[0])
        self.assertEqual(self._words(self._render(["<p>two</p>"], number=1)), [["two"]])
        self.assertEqual(len(self.helpers), 2)

    def test_a_page_is_not_blamed_for_helpers_that_were_dead(self):
        """They may all be ended at once: by the system, out of memory."""
        start = pool._Run.start
        dead = []

        def start_dead(run, index, task):
            if len(dead) < 2:
                dead.append(run.helpers[index])
                self._kill(run.helpers[index])
            start(run, index, task)

        self.patch(pool._Run, "start", start_dead)
        with self.assertLogs(ENGINE_LOGGER, logging.WARNING):
            drawn = self._words(self._render(["<p>one</p>"], number=1))
        self.assertEqual(drawn, [["one"]])
        self.assertEqual(len(dead), 2)

    def test_a_page_that_ends_its_helper_twice_is_refused(self):
        def kill(_url):
            os.kill(self.helpers[-1].pid, signal.SIGKILL)
            raise engine.RefusedUrl("none")

        self.patch(self.fetcher, "fetch", kill)
        page = engine.Page('<img src="/web/static/img/logo.png"/>', self.fetcher)
        with self.assertLogs(ENGINE_LOGGER, logging.WARNING):
            error = self._get_error(engine.render_pages([page], "", PAPER))
        self.assertEqual(error.reason, "broken")
        self.assertEqual(self._words(self._render(["<p>one</p>"])), [["one"]])

    def test_an_error_is_the_one_of_the_page(self):
        with self.assertLogs(ENGINE_LOGGER, logging.WARNING):
            error = self._get_error(self._render(["<p>one</p>", None]))
        self.assertEqual(error.reason, "broken")
        self.assertIn("ValueError", error.detail)
        self.assertEqual(self._words(self._render(["<p>one</p>"])), [["one"]])

    def _get_error(self, drawing):
        with self.assertRaises(engine.DrawingError) as raised:
            list(drawing)
        return raised.exception

    # === LIMITS === #

    def test_a_page_has_its_time_and_no_more(self):
        limits = engine.Limits(1, 300)
        error = self._get_error(self._render([FLEX], limits=limits))
        self.assertEqual(error.reason, "time")
        # Others are not disturbed, and the helper is replaced.
        self.assertEqual(self._words(self._render(["<p>one</p>"], limits=limits)), [["one"]])
        helpers = len(self.helpers)
        # Who asks for it again is told at once.
        self.assertEqual(self._get_error(self._render([FLEX], limits=limits)).reason, "time")
        self.assertEqual(len(self.helpers), helpers)

    def test_the_time_of_a_page_is_its_own(self):
        """A helper has drawn for longer than one page may; each page of its own did not."""
        limits = engine.Limits(2, 300)
        page = '<div style="display: flex">' * 6 + "x"
        used = []
        while sum(used) < 3:
            before = self._processor_seconds()
            self.assertEqual(self._words(self._render([page], number=1, limits=limits)), [["x"]])
            used.append(self._processor_seconds() - before)
        self.assertEqual(len(self.helpers), 1)

    def _processor_seconds(self):
        if not self.helpers or not self.helpers[0].pid:
            return 0
        with open(f"/proc/{self.helpers[0].pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def test_a_page_has_its_memory_and_no_more(self):
        error = self._get_error(self._render(["<p>x</p>" * 400_000], limits=engine.Limits(60, 60)))
        self.assertIn(error.reason, ("memory", "broken"))  # the second where the system's own code asked for it
        self.assertEqual(self._words(self._render(["<p>one</p>"])), [["one"]])

    def test_elements_within_elements_end_in_words(self):
        with self.assertLogs(ENGINE_LOGGER, logging.WARNING):
            error = self._get_error(self._render(["<div>" * 3000 + "x"]))
        self.assertEqual(error.reason, "memory")

    def test_a_helper_that_does_nothing_is_ended(self):
        list(self._render(["<p>one</p>"], number=1))
        self.patch(pool, "WAIT_FACTOR", 0.5)
        os.kill(self.helpers[0].pid, signal.SIGSTOP)
        error = self._get_error(self._render(["<p>two</p>"], number=1, limits=engine.Limits(1, 300)))
        self.assertEqual(error.reason, "time")
        self.patch(pool, "WAIT_FACTOR", 60)
        self.assertEqual(self._words(self._render(["<p>two</p>"], number=1, limits=engine.Limits(1, 300))), [["two"]])

    def test_a_helper_that_has_grown_is_replaced(self):
        self.patch(pool, "KEPT_MEGABYTES", 1)
        for _time in range(2):
            self.assertEqual(self._words(self._render(["<p>one</p>"], number=1)), [["one"]])
        self.assertGreater(len(self.helpers), 1)
        self.assertEqual(pool._pool.number, 1)

    def test_without_helpers_nothing_is_drawn(self):
        helper_file = nursery.HELPER_FILE
        self.patch(nursery, "HELPER_FILE", "/dev/null")
        with self.assertLogs(ENGINE_LOGGER, logging.WARNING):
            self.assertEqual(self._get_error(self._render(["<p>one</p>"])).reason, "no_helper")
        self.patch(nursery, "HELPER_FILE", helper_file)
        self.assertEqual(self._words(self._render(["<p>two</p>"])), [["two"]])

    def test_all_busy_is_said(self):
        self.patch(pool, "MIN_HELPERS", 1)
        self.patch(pool, "count_processors", lambda: 1)
        drawing = self._render(["<p>one</p>", "<p>two</p>"], number=1)
        next(drawing)
        self.patch(pool, "WAIT_FACTOR", 0)
        self.assertEqual(self._get_error(self._render(["<p>three</p>"])).reason, "no_helper")

    # === PROCESSES === #

    def test_helpers_end_with_their_parent(self):
        list(self._render(["<p>one</p>", "<p>two</p>"]))
        nursery = pool._pool.nursery
        with open(f"/proc/{self.helpers[0].pid}/stat") as stat:
            self.assertEqual(int(stat.read().rpartition(")")[2].split()[1]), nursery.process.pid)
        for helper in self.helpers:
            helper.connection.close()
        # It tells how they ended only when they have; it kills those that have not.
        for helper in self.helpers:
            self.assertIn(nursery.end_helper(helper.number), (0, -signal.SIGKILL))
        nursery.socket.close()
        self.assertEqual(nursery.process.wait(20), 0)

    def test_the_process_that_makes_helpers_is_replaced(self):
        list(self._render(["<p>one</p>"]))
        pool._pool.nursery.process.kill()
        pool._pool.nursery.process.wait()
        self.assertEqual(self._words(self._render(["<p>two</p>"])), [["two"]])

    def test_a_fork_of_the_server_has_helpers_of_its_own(self):
        list(self._render(["<p>one</p>"], number=1))
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            mine = pool._pool
            os.write(writer, b"none" if not mine.idle and mine.nursery is None and not mine.number else b"some")
            os._exit(0)
        os.waitpid(child, 0)
        self.assertEqual(os.read(reader, 10), b"none")
        # Those of the server go on.
        self.assertEqual(self._words(self._render(["<p>two</p>"], number=1)), [["two"]])
        self.assertEqual(len(self.helpers), 1)

    def test_batches_are_as_big_as_each_other(self):
        sizes = [len(batch) for batch in ir_actions_report_drawing.split_evenly(list(range(30)), 2)]
        self.assertEqual(sizes, [7, 8, 7, 8])
        for count in range(1, 60):
            for number in (1, 2, 4):
                batches = ir_actions_report_drawing.split_evenly(list(range(count)), number)
                self.assertEqual(sum(batches, []), list(range(count)))
                sizes = list(map(len, batches))
                self.assertLessEqual(max(sizes), ir_actions_report_drawing.BATCH_SIZE)
                self.assertLessEqual(max(sizes) - min(sizes), 1)
